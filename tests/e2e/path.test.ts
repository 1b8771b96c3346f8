import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { json } from 'node:stream/consumers'
import { parseAtomFeed, parseJsonFeed, parseRssFeed } from 'feedsmith'
import { XmlDocument } from 'libxml2-wasm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LocalProcess, startProcess } from '../../bench/support/local-process.ts'
import { checkEvent } from '../support/event-validator.ts'
import { editor, linkIn, mailTo, postrider, readMails } from '../support/visitor.ts'

const seedPage = path.resolve(import.meta.dirname, '../golden/articles/000_59a2e2ba5e40b1e1.txt')
const seedKey = 'articles/000_59a2e2ba5e40b1e1.txt'
const headline = 'U.S. tech groups press Obama on Chinese cybersecurity'

/** One story through the public interfaces. Each test continues the one before. */
describe('from upload to unsubscribing, on one machine', () => {
  let folder: string
  let local: LocalProcess
  let program: EventProgram
  const get = (place: string) => fetch(`${local.ready.site}${place}`)

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'postrider-e2e-'))
    program = await startEventProgram()
    local = await startProcess(folder, ['--no-seeds', '--events-url', program.url])
  })
  afterAll(async () => {
    await local?.stop('SIGKILL')
    await program?.close()
    await rm(folder, { recursive: true, force: true })
  })

  it('an uploaded archive page gets a receipt', async () => {
    const { upload, receipt } = editor(local.ready)
    await upload(seedKey, await readFile(seedPage))
    const { urls, ...rest } = await receipt(seedKey)
    expect(rest).toMatchObject({ key: seedKey, state: 'published', title: headline })
    expect(rest.problems.filter((problem) => problem.severity === 'error')).toEqual([])
    expect(urls?.page).toMatch(`${local.ready.site}/articles/`)
  })

  it('the article is in all three feeds with its full content, and on its page', async () => {
    const { urls } = await editor(local.ready).receipt(seedKey)
    const rssText = await waitForText(() => get('/feed.xml'), headline)
    XmlDocument.fromString(rssText).dispose()
    const [item] = parseRssFeed(rssText).items ?? []
    expect(item).toMatchObject({ title: headline, pubDate: 'Wed, 12 Aug 2015 00:00:00 GMT', link: urls?.page })
    expect(item?.categories?.map((category) => category.name)).toEqual(['Asia', 'China', 'news', 'security'])
    expect(item?.content?.encoded).toContain('information security threats')
    expect(item?.content?.encoded).not.toMatch(/The Stack Archive|Send us a correction/)
    const atom = parseAtomFeed(await (await get('/atom.xml')).text())
    expect(atom.entries?.[0]?.title).toMatchObject(expect.anything())
    const json = parseJsonFeed(await (await get('/feed.json')).json())
    expect(json.items?.[0]).toMatchObject({ title: headline, url: urls?.page })
    const page = await waitForText(() => fetch(urls?.page ?? ''), headline)
    expect(page).not.toMatch(/The Stack Archive|Send us a correction/)
  })

  it.each([
    ['articles/notes.xyz', 'some text', 'unknown-format'],
    ['articles/empty.md', '', 'empty-file'],
    ['articles/untitled.md', 'Just a paragraph without a title, and nothing that could be one.', 'missing-title'],
    ['articles/binary.md', new Uint8Array([0, 1, 2, 3, 0xff, 0xfe, 0xfd, 0, 0, 7]), 'not-text'],
    ['articles/huge.txt', new Uint8Array(30 * 1024 * 1024).fill(97), 'too-large'],
  ])('%s is rejected with a reason', async (key, body, rule) => {
    const { upload, receipt } = editor(local.ready)
    await upload(key, body)
    const { state, problems } = await receipt(key)
    expect(state).toBe('rejected')
    expect(problems.map((problem) => problem.rule)).toContain(rule)
  })

  it('a visitor subscribes; opening the link changes nothing, pressing the button confirms', async () => {
    const form = new URLSearchParams({ email: 'ada@example.org', digest: 'daily' })
    const answer = await fetch(`${local.ready.site}/subscribe`, { method: 'POST', body: form })
    expect(answer.status).toBe(200)
    const link = linkIn(await mailTo(local.ready, 'ada@example.org', /./), 'confirm')
    expect((await fetch(link)).status).toBe(200)
    expect(await subscriberState('ada@example.org')).toBe('pending')
    expect((await fetch(link, { method: 'POST', body: new URLSearchParams({ pressed: 'yes' }) })).status).toBe(200)
    expect(await subscriberState('ada@example.org')).toBe('confirmed')
  })

  it('a digest contains the articles that were published since the sign-up, once', async () => {
    const { upload, receipt } = editor(local.ready)
    await upload('articles/coach.md', '# The mail coach\n\nIt was *late* again, <script>alert(1)</script> they say.\n')
    expect(await receipt('articles/coach.md')).toMatchObject({ state: 'published' })
    const issue = JSON.parse((await postrider(folder, '--json', 'digest', 'send', 'daily')).stdout)
    expect(issue.counts).toMatchObject({ recipients: 1, submitted: 1 })
    const mail = await mailTo(local.ready, 'ada@example.org', /mail coach/i)
    expect(mail.html).toContain('The mail coach')
    expect(mail.html).not.toContain('<script')
    expect(mail.html).not.toContain(headline)
    expect(mail.text).toContain('The mail coach')
    const headers = Object.fromEntries(mail.headers.map(({ key, value }) => [key, value]))
    expect(headers['list-unsubscribe-post']).toBe('List-Unsubscribe=One-Click')
    expect((await postrider(folder, 'issues', 'verify', 'daily', String(issue.number))).code).toBe(0)
  })

  it('kill -9 loses nothing and repeats nothing', async () => {
    const mails = (await readMails(local.ready)).length
    const feed = await (await get('/feed.xml')).text()
    await local.stop('SIGKILL')
    const port = new URL(local.ready.site).port
    local = await startProcess(folder, ['--no-seeds', '--port', port, '--events-url', program.url])
    expect(await (await get('/feed.xml')).text()).toBe(feed)
    expect(await subscriberState('ada@example.org')).toBe('confirmed')
    const again = JSON.parse((await postrider(folder, '--json', 'digest', 'send', 'daily')).stdout)
    expect(again.outcome).toBe('nothing-pending')
    expect(await readMails(local.ready)).toHaveLength(mails)
  })

  it('a one-click request unsubscribes, and a link scanner’s request does not', async () => {
    const mail = await mailTo(local.ready, 'ada@example.org', /mail coach/i)
    const listUnsubscribe = mail.headers.find(({ key }) => key === 'list-unsubscribe')?.value ?? ''
    const url = listUnsubscribe.replace(/[<>]/g, '').replace(/^https?:\/\/[^/]+/, local.ready.site)
    const slashed = url.replace('/unsubscribe?', '/unsubscribe/?')
    for (const each of [url, slashed]) expect((await fetch(each, { redirect: 'error' })).status).toBe(200)
    expect(await subscriberState('ada@example.org')).toBe('confirmed')
    const body = new URLSearchParams({ 'List-Unsubscribe': 'One-Click' })
    expect((await fetch(slashed, { method: 'POST', body, redirect: 'error' })).status).toBe(200)
    await expect.poll(() => subscriberState('ada@example.org')).toBe('unsubscribed')
    const page = new URL('/subscribe/', local.ready.site)
    const form = new URLSearchParams({ email: 'eve@example.org' })
    expect(await (await fetch(page, { method: 'POST', body: form })).text()).toContain('Check your inbox')
    expect((await fetch(page)).status).toBe(200)
  })

  it('another program was informed of all this, in the documented form and without any address', async () => {
    const expected = [
      'Article Published',
      'Subscriber Confirmed',
      'Issue Composed',
      'Issue Submitted',
      'Subscriber Unsubscribed',
    ]
    await expect
      .poll(() => program.events.map((event) => event['detail-type']))
      .toEqual(expect.arrayContaining(expected))
    for (const { 'detail-type': type, source, detail } of program.events) {
      expect(source).toBe('postrider')
      expect(checkEvent(type, detail), type).toEqual([])
    }
    const published = program.events.filter((event) => event['detail-type'] === 'Article Published')
    expect(new Set(published.map(({ detail }) => detail.id)).size).toBe(2)
    expect(JSON.stringify(program.events)).not.toMatch(/@/)
    const list = await (await fetch(`${local.ready.console}/events/`)).text()
    for (const type of expected) expect(list).toContain(`<span class="name">${type}</span>`)
  })

  async function subscriberState(address: string): Promise<string> {
    return JSON.parse((await postrider(folder, '--json', 'subscribers', 'show', address)).stdout).state
  }
})

async function waitForText(ask: () => Promise<Response>, text: string): Promise<string> {
  for (;;) {
    const body = await (await ask()).text()
    if (body.includes(text)) return body
  }
}

type PostedEvent = {
  readonly 'detail-type': string
  readonly source: string
  readonly detail: { readonly id: string }
}
type EventProgram = Awaited<ReturnType<typeof startEventProgram>>

/** Starts a program that receives events. */
async function startEventProgram() {
  const events: PostedEvent[] = []
  const server = createServer(async (request, response) => {
    events.push((await json(request)) as PostedEvent) // the test checks the details
    response.writeHead(204).end()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server's address is always an AddressInfo
  return {
    url: `http://127.0.0.1:${port}/events`,
    events,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
