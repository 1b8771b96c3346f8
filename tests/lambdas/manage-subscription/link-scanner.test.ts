import { ScanCommand } from '@aws-sdk/lib-dynamodb'
import type { Email } from 'postal-mime'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createDynamo } from '../../../aws/clients.ts'
import { issueToken } from '../../../core/subscribers/token.ts'
import { hasBrowser, openBrowser } from '../../support/browser.ts'
import { type MailStack, startMailStack } from '../../support/mail-stack.ts'
import { linkIn } from '../../support/visitor.ts'

const address = 'ada@example.org'
let stack: MailStack
let mails: readonly Email[] = []
let urls: readonly string[] = []

// Causes every kind of mail about a subscription, and finds the links that a scanner finds in them.
beforeAll(async () => {
  stack = await startMailStack()
  const { local } = stack
  const post = async (url: string, fields: Record<string, string> = {}) => {
    const response = await fetch(url, { method: 'POST', body: new URLSearchParams({ pressed: 'yes', ...fields }) })
    expect(response.status).toBe(200)
    await local.idle()
  }
  const newest = async (to: string) => {
    const mail = (await stack.mailsTo({ address: to })).at(-1)
    if (!mail) throw new Error(`no mail to ${to}`)
    return mail
  }
  await post(`${local.site}/subscribe`, { email: 'waiting@example.org' })
  await post(`${local.site}/subscribe`, { email: address })
  await post(linkIn(await newest(address), 'confirm'))
  await post(`${local.site}/subscribe`, { email: address })
  const preferences = linkIn(await newest(address), 'preferences')
  await post(preferences.replace('/preferences', '/address'))
  await post(linkIn(await newest(address), 'address'), { email: 'new@example.org' })
  await stack.publish(1)
  const [reader] = await stack.admitMany(1)
  await stack.stack.compose.add({ digest: 'daily' })
  await local.idle()
  const addresses = ['waiting@example.org', address, 'new@example.org', reader?.address ?? '']
  mails = (await Promise.all(addresses.map((to) => stack.mailsTo({ address: to })))).flat()
  urls = [...new Set(mails.flatMap(linksOf))].filter((url) => url.startsWith(local.site))
})
afterAll(() => stack?.close())

function linksOf(mail: Email): string[] {
  const source = `${mail.text}\n${mail.headers.map(({ value }) => value).join('\n')}`
  const inText = source.match(/https?:\/\/[^\s<>"]+/g) ?? []
  const inHtml = [...(mail.html ?? '').matchAll(/href="([^"]+)"/g)].map(([, url = '']) => url)
  return [...inText, ...inHtml.map((url) => url.replaceAll('&#x3D;', '=').replaceAll('&amp;', '&'))]
}

async function readAll() {
  const { local, stack: connected } = stack
  await local.idle()
  const { aws: endpoint, credentials } = local
  const dynamo = createDynamo({ endpoint, region: 'us-east-1', credentials })
  const { Items = [] } = await dynamo.send(new ScanCommand({ TableName: connected.settings.subscribersTable }))
  dynamo.destroy()
  return { rows: Items, mails: stack.captured().length }
}

test('the mails have links to confirm, unsubscribe, change preferences and change the address', () => {
  const paths = new Set(urls.map((url) => new URL(url).pathname))
  expect([...paths]).toEqual(expect.arrayContaining(['/confirm', '/unsubscribe', '/preferences', '/address']))
  expect(mails.length).toBeGreaterThanOrEqual(6)
})

test('a scanner that follows every link, also with HEAD, changes nothing and sends nothing', async () => {
  const before = await readAll()
  for (const url of urls) {
    for (const method of ['HEAD', 'GET']) {
      const response = await fetch(url, { method, headers: { 'user-agent': 'LinkScanner/1.0' } })
      expect(response.status).toBeLessThan(500)
      expect(response.headers.get('set-cookie')).toBeNull()
      await response.arrayBuffer()
    }
  }
  expect(await readAll()).toEqual(before)
})

test.skipIf(!hasBrowser)('a scanner that runs scripts, as a browser does, changes nothing either', async () => {
  const before = await readAll()
  const browser = await openBrowser()
  try {
    const page = await browser.newPage()
    const posted: string[] = []
    page.on('request', (request) => void (request.method() !== 'GET' && posted.push(request.url())))
    for (const url of urls) await page.goto(url, { waitUntil: 'load' })
    expect(posted).toEqual([])
  } finally {
    await browser.close()
  }
  expect(await readAll()).toEqual(before)
})

// Only this test runs the Lambda with the rights of the template.
test('the buttons move the subscription, unsubscribe, undo that and erase the data', async () => {
  const { local, stack: connected } = stack
  const post = async (url: string, fields: Record<string, string> = {}) => {
    const response = await fetch(url, { method: 'POST', body: new URLSearchParams({ pressed: 'yes', ...fields }) })
    expect(response.status).toBe(200)
    await local.idle()
    return response.text()
  }
  const find = async (of: string) => connected.subscribers.find(await stack.hash(of))
  const [confirmNew] = await stack.mailsTo({ address: 'new@example.org' })
  if (!confirmNew) throw new Error('no mail to the new address')
  await post(linkIn(confirmNew, 'address'))
  expect([await find(address), (await find('new@example.org'))?.state]).toEqual([undefined, 'confirmed'])
  const moved = (await stack.mailsTo({ address: 'new@example.org' })).at(-1)
  expect((await stack.mailsTo({ address })).at(-1)?.subject).toContain('has been changed')
  const preferences = linkIn(moved ?? confirmNew, 'preferences')
  const links = [...(await post(preferences)).matchAll(/action="([^"]+)"/g)].map(([, path = '']) =>
    path.replaceAll('&#x3D;', '='),
  )
  const unsubscribe = links.find((path) => path.startsWith('/unsubscribe'))
  const undo = /action="(\/resubscribe[^"]+)"/.exec(await post(`${local.site}${unsubscribe}`))?.[1] ?? ''
  expect((await find('new@example.org'))?.state).toBe('unsubscribed')
  await post(`${local.site}${undo.replaceAll('&#x3D;', '=')}`)
  expect((await find('new@example.org'))?.state).toBe('confirmed')
  await post(preferences.replace('/preferences', '/erase'), { sure: 'yes' })
  const [stored] = await connected.addresses.lookUp([await stack.hash('new@example.org')])
  expect(stored).toMatchObject({ subscriber: undefined, departure: { reason: 'erased' } })
})

test('confirming, unsubscribing and complaining concurrently ends unsubscribed, suppressed and without further mail', async () => {
  const { local, stack: connected } = stack
  const who = 'waiting@example.org'
  const [confirmation] = await stack.mailsTo({ address: who })
  const subscriber = await connected.subscribers.find(await stack.hash(who))
  if (!confirmation || !subscriber) throw new Error('no pending subscriber')
  const token = issueToken(await connected.readSecrets(), 'unsubscribe', subscriber.id, local.clock.now())
  const complaint = { reason: 'complaint', at: local.clock.now().toISOString() } as const
  await Promise.all([
    ...[linkIn(confirmation, 'confirm'), `${local.site}/unsubscribe?t=${token}`].map((url) =>
      fetch(url, { method: 'POST', body: new URLSearchParams({ pressed: 'yes' }) }),
    ),
    connected.suppressions.add(await stack.hash(who), complaint),
  ])
  const [stored] = await connected.addresses.lookUp([await stack.hash(who)])
  expect(stored).toMatchObject({ subscriber: { state: 'unsubscribed' }, suppression: complaint })
  await fetch(`${local.site}/subscribe`, { method: 'POST', body: new URLSearchParams({ email: who }) })
  await local.idle()
  expect(await stack.mailsTo({ address: who })).toHaveLength(1)
})
