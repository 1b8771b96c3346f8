import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { clickStore } from '../../../aws/issues/click-store.ts'
import { showIssue } from '../../../cli/issues/show.ts'
import type { DigestSettings } from '../../../core/digest-settings.ts'
import { clickParts } from '../../../core/keys.ts'
import type { Publication } from '../../../core/publication.ts'
import { composeDigest } from '../../../lambdas/compose-issue.ts'
import { findLinks } from '../../../lambdas/follow-link/find-links.ts'
import { followLink } from '../../../lambdas/follow-link.ts'
import { inProcess, lambdaServices } from '../../support/mail-lambdas.ts'
import { type MailStack, startMailStack } from '../../support/mail-stack.ts'
import { bundleOne } from '../../support/versions.ts'

const curl = promisify(execFile)
let folder: string
let mails: MailStack
let target: { readonly url: string; readonly seen: string[]; close(): void }
/** The addresses in the mail of an issue, by the article to which they lead. */
let links: readonly string[]
let number: number

beforeAll(async () => {
  target = await startTarget()
  folder = await mkdtemp(path.join(tmpdir(), 'postrider-clicks-'))
  const edit = {
    file: /dist\/publication\.json$/,
    edit: (json: string) => JSON.stringify(withClicks(JSON.parse(json))),
  }
  const change = await bundleOne('follow-link', path.join(folder, 'bundle'), [edit])
  mails = await startMailStack(path.join(folder, 'data'), { change })
  const reader = await mails.admit()
  const note = `Text with [a link](${target.url}/a%20b?x=%2F&y=1#part) and [mail](mailto:ada@example.org).`
  await mails.stack.uploads.put('issues/daily.md', Buffer.from(note), 'text/markdown')
  await mails.local.idle()
  await mails.publish(2)
  const ours = lambdaServices(mails)
  const services = { ...ours, site: { ...ours.site, publication: withClicks(ours.site.publication) } }
  await composeDigest({ digest: 'daily', requestId: 'clicks' }, services, { now: mails.local.clock.now() })
  await mails.settle()
  number = (await mails.stack.issues.getDigest('daily')).lastNumber
  const [mail] = mails.captured().filter(({ destinations }) => destinations.includes(reader.address))
  const { html } = await simpleParser(await readFile(path.join(mails.data, 'mail', mail?.file ?? '')))
  links = [...new Set([...String(html).matchAll(/<a [^>]*?href="([^"]*\/go\/[^"]*)"/g)].map(([, href = '']) => href))]
})

afterAll(async () => {
  await mails?.close()
  target?.close()
  await rm(folder, { recursive: true, force: true })
})

function withClicks(publication: Publication): Publication {
  const daily = { ...publication.digests.daily, clicks: true } as DigestSettings // the digest exists
  return { ...publication, digests: { ...publication.digests, daily } }
}

/** A site that records what it is asked for. */
async function startTarget() {
  const seen: string[] = []
  const server = createServer(({ method, url, headers }, response) => {
    seen.push([method, url, headers.cookie ?? '-', headers.referer ?? '-'].join(' '))
    response.end('the target')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address ? address.port : 0
  return { url: `http://127.0.0.1:${port}`, seen, close: () => server.close() }
}

type Shown = { readonly clicks?: { readonly total: number; readonly links: { url: string; clicks: number }[] } }

async function shown(): Promise<Shown> {
  let answer: Shown = {}
  await showIssue('daily', String(number), mails.stack, {
    answer: (value: unknown) => {
      answer = value as Shown // what `issues show --json` prints
    },
  })
  return answer
}

const total = async () => (await shown()).clicks?.total
const toNote = () => links[0] ?? ''

test('curl follows a link from a mail to its target, with one redirect and no cookie', async () => {
  expect(links).toHaveLength(3)
  const jar = path.join(folder, 'cookies')
  const write = '%{num_redirects} %{url_effective} %{http_code}'
  const { stdout } = await curl('curl', ['-sSL', '-c', jar, '-b', jar, '-w', `\n${write}`, toNote()])
  expect(stdout).toBe(`the target\n1 ${target.url}/a%20b?x=%2F&y=1#part 200`)
  expect(target.seen).toEqual(['GET /a%20b?x=%2F&y=1 - -'])
  expect((await readFile(jar, 'utf8')).replace(/^#.*\n/gm, '').trim()).toBe('')
})

test('the redirect is temporary, and stored nowhere', async () => {
  const { status, headers } = await fetch(toNote(), { redirect: 'manual' })
  expect([status, headers.get('location')]).toEqual([302, `${target.url}/a%20b?x=%2F&y=1#part`])
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('referrer-policy')).toBe('no-referrer')
  expect(headers.get('set-cookie')).toBeNull()
  expect(await (await fetch(`${toNote()}/`)).text()).toBe('the target')
})

test('clicks are counted by link, except those of programs that only look or load in advance', async () => {
  const before = (await total()) ?? 0
  for (const [method, headers] of [
    ['HEAD', {}],
    ['GET', { 'sec-purpose': 'prefetch' }],
    ['GET', { purpose: 'prefetch' }],
  ] as const)
    expect((await fetch(toNote(), { method, headers, redirect: 'manual' })).status).toBe(302)
  expect(await total()).toBe(before)
  for (const link of links) await fetch(link, { redirect: 'manual' })
  const { clicks } = await shown()
  expect(clicks?.total).toBe(before + 3)
  expect(clicks?.links.map((link) => link.clicks)).toEqual([before + 1, 1, 1])
  expect(clicks?.links[0]?.url).toBe(`${target.url}/a%20b?x=%2F&y=1#part`)
})

test.each([
  ['another link', () => toNote().replace(/.$/, (last) => (last === '0' ? '1' : '0'))],
  ['another issue', () => toNote().replace(/daily-\d+/, 'daily-999')],
  ['another digest', () => toNote().replace('daily', 'weekly')],
  ['another site', () => toNote().replace(/\w+$/, 'https://evil.example/')],
  ['nothing', () => toNote().replace(/[^/]+$/, '')],
])('an address changed to lead to %s is not found', async (_what, change) => {
  const before = await total()
  const { status, headers } = await fetch(change(), { redirect: 'manual' })
  expect([status, headers.get('location')]).toEqual([404, null])
  expect(await total()).toBe(before)
})

test.each(['POST', 'PUT', 'DELETE'])('%s counts nothing and leads nowhere', async (method) => {
  const before = await total()
  const { status, headers } = await fetch(toNote(), { method, redirect: 'manual' })
  expect(status).toBeGreaterThanOrEqual(400)
  expect(headers.get('location')).toBeNull()
  expect(await total()).toBe(before)
})

test.each(['throttle', 'fail', 'hang', 'lose-response'] as const)(
  'readers get to the target if counting meets %s',
  async (fault) => {
    const rule = mails.local.faults.add({
      accessKey: /FollowLink/,
      operation: 'UpdateItem',
      key: { prefix: 'clicks#' },
      times: 1_000,
      fault,
    })
    expect((await fetch(toNote(), { redirect: 'manual' })).status).toBe(302)
    expect(rule.hits).toBeGreaterThan(0)
    rule.remove()
  },
)

test('counts are exact while many readers click at the same time', async () => {
  const { aws } = mails.local
  const connection = { endpoint: aws, region: 'us-east-1', credentials: mails.local.identify(inProcess) }
  const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient(connection))
  const store = clickStore(dynamo, mails.stack.settings.deliveriesTable)
  const parts = Array.from({ length: 64 }, (_, n) => clickParts[n % clickParts.length] ?? '')
  await Promise.all(parts.map((part) => store.count('daily-7', 'a', part)))
  await store.count('daily-77', 'a', 'f')
  expect([...(await store.read('daily-7'))]).toEqual([['a', 64]])
})

test('after counting is switched off, and with another signing key, links still lead on but do not count', async () => {
  await mails.stack.addSigningKey()
  const before = await total()
  const services = { ...lambdaServices(mails), clicks: mails.stack.clicks, links: new Map() }
  const { publication } = services.site
  const off = (digests: Publication['digests']) => ({
    ...services,
    site: { ...services.site, publication: { ...publication, digests } },
  })
  const request = () => ({ request: new Request(toNote()) })
  const { daily: _daily, ...others } = publication.digests
  for (const digests of [publication.digests, others])
    expect((await followLink(request(), off(digests))).status).toBe(302)
  expect(await total()).toBe(before)
  const on = off(withClicks(publication).digests)
  await followLink(request(), on)
  expect(await total()).toBe((before ?? 0) + 1)
})

test('the page of the issue on the site has the addresses themselves', async () => {
  const page = await (await fetch(`${mails.local.site}/issues/daily/${number}/`)).text()
  expect(page).toMatch(/href="[^"]*\/articles\//)
  expect(page).not.toContain('/go/')
})

test('an issue that waits for approval has no links yet', async () => {
  const record = await mails.stack.issues.get('daily', number)
  const issues = { get: async () => record && { ...record, state: 'awaiting-approval' as const } }
  const { content } = lambdaServices(mails)
  const link = { digest: 'daily', number, id: toNote().split('/').at(-1) ?? '' }
  expect(await findLinks(link, { issues, content, links: new Map() })).toEqual(new Map())
})

test('the log says that clicks were not counted, but neither of whom nor of what', async () => {
  const file = path.join(mails.data, 'logs', `${mails.local.plan.functions.find(isFollower)?.logicalId}.log`)
  const log = await readFile(file, 'utf8')
  expect(log).toContain('click not counted')
  expect(log).not.toMatch(/@|127\.0\.0\.1:\d+\/a%20b/)
})

const isFollower = ({ logicalId }: { readonly logicalId: string }) => logicalId.includes('FollowLink')
