import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { LocalStack } from 'cdk-loopback/local-stack'
import { startLocal } from 'cdk-loopback/start-local'
import type { StackPlan } from 'cdk-loopback/template/stack-plan'
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { XmlDocument } from 'libxml2-wasm'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { synthesize } from '../../build/assembly.ts'
import { connect, profile } from '../../cli/connect.ts'
import { addSubscriber } from '../../cli/subscribers/add.ts'
import { compileCache } from '../support/build.ts'
import { crawl } from '../support/crawl.ts'
import { bundleVersion, type Edit, runVersion } from '../support/versions.ts'

const makeFolder = () => mkdtemp(path.join(tmpdir(), 'postrider-deployed-'))
/** Milliseconds. */
const minute = 61_000

const discard = (folder: string) => rm(folder, { recursive: true, force: true })

/** Deploys a version of the stack, and does nothing else: no CLI connects, and nothing is uploaded. */
async function deploy(data: string, change?: (plan: StackPlan) => StackPlan, sitePort = 0) {
  const { folder: assembly } = await synthesize()
  const log: string[] = []
  const local = await startLocal({
    assembly,
    data,
    profile,
    sitePort,
    compileCache,
    log: (line) => void log.push(line),
    ...(change && { change }),
  })
  return { local, log }
}

test('a stack that was only deployed serves its whole site', async () => {
  const data = await makeFolder()
  const { local, log } = await deploy(data)
  onTestFinished(async () => {
    await local.close()
    await discard(data)
  })
  await local.idle()
  const visits = await crawl(local.site)
  expect([...visits].filter(([, { status }]) => status !== 200).map(([place]) => place)).toEqual([])
  const places = [...visits.keys()].map((place) => place.replace(/\.[0-9a-f]{12}\./, '.'))
  expect(places).toEqual(expect.arrayContaining(wholeSite))

  const bodyOf = (place: string) => visits.get(place)?.body ?? ''
  for (const xml of ['/feed.xml', '/atom.xml', '/feeds.opml', '/sitemap.xml', '/sitemaps/pages.xml', '/icon.svg'])
    XmlDocument.fromString(bodyOf(xml)).dispose()
  expect(parseRssFeed(bodyOf('/feed.xml'))).toMatchObject({ title: 'The Postrider Gazette', link: `${local.site}/` })
  expect(parseAtomFeed(bodyOf('/atom.xml'))).toMatchObject({ title: { value: 'The Postrider Gazette' } })
  expect(parseJsonFeed(bodyOf('/feed.json'))).toMatchObject({ title: 'The Postrider Gazette' })
  expect(await (await fetch(`${local.site}/search/months.json`)).json()).toEqual([])
  const missing = await fetch(`${local.site}/nothing/here/`)
  expect([missing.status, await missing.text()]).toEqual([404, expect.stringContaining('<main')])
  expect(log).toEqual([])

  const visitors = local.plan.functions.find(({ logicalId }) => logicalId.includes('ManageSubscription'))
  local.faults.add({ service: 'lambda', resource: visitors?.logicalId ?? '', fault: 'throttle' })
  const busy = await fetch(`${local.site}/subscribe`, { method: 'POST' })
  expect([busy.status, await busy.text()]).toEqual([503, expect.stringContaining('Temporarily unavailable')])
})

const wholeSite = [
  ...['/', '/feed.xml', '/atom.xml', '/feed.json', '/feeds/', '/feeds.opml'],
  ...['/topics/', '/authors/', '/archive/', '/issues/', '/search/', '/subscribe/', '/subscribe/de/'],
  ...['/robots.txt', '/sitemap.xml', '/sitemaps/pages.xml', '/icon.svg'],
  ...['/style.css', '/feed.css', '/search.js', '/copy.js', '/subscribe.js'],
]

describe('a new version', () => {
  const folders = { data: '', first: '', second: '' }
  let local: LocalStack
  const shortFeeds: Edit = {
    file: /dist\/publication\.json$/,
    edit: (json) => JSON.stringify({ ...JSON.parse(json), feedWindow: 2 }),
  }
  const changes: readonly Edit[] = [
    {
      ...shortFeeds,
      edit: (json) => JSON.stringify({ ...JSON.parse(shortFeeds.edit(json)), title: 'The Evening Post' }),
    },
    { file: /dist\/templates\/locales\.mjs$/, edit: (code) => code.replaceAll('"Skip to content"', '"To the text"') },
    { file: /dist\/templates\/pages\.mjs$/, edit: (code) => code.replaceAll('</body>', '<!-- new --></body>') },
  ]
  /** Only the test itself invokes complete-deployment. */
  const withoutEvents = (plan: StackPlan) => ({
    ...plan,
    rules: plan.rules.filter(({ busName }) => busName !== 'default'),
    schedules: plan.schedules.map((schedule) => ({ ...schedule, enabled: false })),
  })
  /** Returns the pages that do not contain the title of the publication. */
  const outdatedPages = async (title: string) => {
    const pages = [...(await crawl(local.site))].filter(([, { type }]) => type.startsWith('text/html'))
    return pages.filter(([, { body }]) => !body.includes(title)).map(([place]) => place)
  }
  const frontPage = async () => (await fetch(local.site)).text()
  const find = (kind: 'functions' | 'schedules', part: string) =>
    local.plan[kind].find(({ logicalId }) => logicalId.includes(part))?.logicalId ?? ''
  const portOf = (url: string) => Number(new URL(url).port)
  const start = async (version: string, change = (plan: StackPlan) => plan) => {
    const sitePort = local === undefined ? 0 : portOf(local.site)
    const { local: started } = await deploy(folders.data, (plan) => change(runVersion(version)(plan)), sitePort)
    local = started
    return connect({ data: folders.data })
  }

  beforeAll(async () => {
    await synthesize()
    folders.data = await makeFolder()
    folders.first = await makeFolder()
    folders.second = await makeFolder()
    await bundleVersion(folders.first, [shortFeeds])
    await bundleVersion(folders.second, changes)
    const stack = await start(folders.first)
    await addSubscriber('reader@example.org', { confirmed: true }, stack, { answer: () => {} })
    for (let n = 1; n <= 5; n += 1) {
      const text = `---\ntitle: Article ${n}\ntopics: [maps]\nauthor: Ada\n---\n![Map](map.png)\n`
      await stack.uploads.put(`articles/${n}.md`, Buffer.from(text), 'text/markdown')
    }
    await stack.uploads.put('articles/map.png', Buffer.from('pixels'), 'image/png')
    await local.idle()
    await stack.compose.add({ digest: 'daily', requestId: 'first' })
    await local.idle()
    expect(local.ses.mails({ limit: 9 })).toHaveLength(1)
  })
  afterAll(async () => {
    await local?.close()
    await Promise.all(Object.values(folders).map(discard))
  })

  test('renders every page again and mails nobody', async () => {
    const before = await crawl(local.site)
    await local.close()
    const stack = await start(folders.second)
    await local.idle()
    const after = await crawl(local.site)
    expect(after.size).toBe(before.size)
    const pages = [...after].filter(([, { type }]) => type.startsWith('text/html'))
    expect(pages.map(([place]) => place)).toEqual(expect.arrayContaining(['/articles/article-1/', '/issues/daily/1/']))
    const without = (text: string) => pages.filter(([, { body }]) => !body.includes(text)).map(([place]) => place)
    expect(without('The Evening Post')).toEqual([])
    expect(without('<!-- new -->')).toEqual([])
    expect(without('>To the text<').filter((place) => !/^\/subscribe\/../.test(place))).toEqual([]) // other languages
    const feeds = [...after].filter(([place]) => /(feed\.xml|atom\.xml|feed\.json)$/.test(place))
    expect(feeds.map(([place]) => place)).toEqual(
      expect.arrayContaining(['/archives/1/atom.xml', '/topics/maps/feed.xml']),
    )
    expect(feeds.filter(([, { body }]) => !body.includes('The Evening Post')).map(([place]) => place)).toEqual([])

    const unchanged = ['/articles/article-1/map.png', '/robots.txt', '/sitemap.xml', '/sitemaps/pages.xml']
    for (const place of unchanged) expect([place, after.get(place)?.etag]).toEqual([place, before.get(place)?.etag])
    expect(local.ses.mails({ limit: 9 })).toHaveLength(1)
    expect(await stack.issues.listPending('daily', 9)).toEqual([])
    expect(await stack.issues.listPending('weekly', 9)).toHaveLength(5)
  })

  test('that runs already writes no file again, however often its events arrive', async () => {
    const before = await crawl(local.site)
    const { revision } = (await (await connect({ data: folders.data })).deployments.get()) ?? {}
    await local.close()
    const stack = await start(folders.second)
    for (let n = 0; n < 2; n += 1) await local.invoke(find('functions', 'CompleteDeployment'), {})
    await local.idle()
    const etags = (visits: Awaited<ReturnType<typeof crawl>>) => [...visits].map(([place, { etag }]) => [place, etag])
    expect(etags(await crawl(local.site))).toEqual(etags(before))
    expect((await stack.deployments.get())?.revision).toBe(revision)
  })

  test('whose event was lost is noticed by the schedule', async () => {
    await local.close()
    const stack = await start(folders.first, withoutEvents)
    await local.idle()
    expect(await frontPage()).toContain('The Evening Post')
    await local.fire(find('schedules', 'Resume'))
    await local.idle()
    expect(await frontPage()).toContain('The Postrider Gazette')
    expect(await stack.deployments.get()).toMatchObject({ finishedAt: expect.any(String) })
  })

  /** Moves the clock until no work is pending. Lambda repeats a failed invocation after one minute, and then after two. */
  async function settle(): Promise<void> {
    for (let minutes = 0; minutes < 4; minutes += 1) {
      local.clock.move(minute)
      if (
        await local.idle({ timeoutMs: 20_000 }).then(
          () => true,
          () => false,
        )
      )
        return
    }
    await local.idle()
  }

  test('whose messages were queued only in part is completed by the retry', async () => {
    await local.close()
    const stack = await start(folders.second, withoutEvents)
    const accessKey = find('functions', 'CompleteDeployment')
    const rule = local.faults.add({ accessKey, operation: 'SendMessageBatch', nth: 3, times: 1000, fault: 'fail' })
    await local.fire(find('schedules', 'Resume'))
    await expect.poll(() => rule.hits).toBeGreaterThan(0)
    await expect.poll(async () => (await stack.deployments.get())?.place.step).toBe('documents')
    local.faults.clear()
    await settle()
    expect(await outdatedPages('The Evening Post')).toEqual([])
    expect(await stack.deployments.get()).toMatchObject({ finishedAt: expect.any(String) })
  })

  test('is completed after the machine failed in the middle', async () => {
    const site = local.site
    await local.close()
    const script = path.join(import.meta.dirname, '../support/kill-deployment.ts')
    const child = spawn(process.execPath, [script, folders.data, folders.first, String(portOf(site))], {
      stdio: 'inherit',
    })
    await once(child, 'exit')
    expect(child.signalCode).toBe('SIGKILL')
    const stack = await start(folders.first)
    await settle()
    expect(await outdatedPages('The Postrider Gazette')).toEqual([])
    expect(await stack.deployments.get()).toMatchObject({ finishedAt: expect.any(String) })
    expect(local.ses.mails({ limit: 9 })).toHaveLength(1)
  })
})
