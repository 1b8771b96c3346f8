import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from 'vitest'
import { type Console, startConsole } from '../../console/console-server.ts'
import { hasBrowser, openBrowser } from '../support/browser.ts'
import { findBarriers } from '../support/find-barriers.ts'
import { type MailStack, startMailStack } from '../support/mail-stack.ts'

let mails: MailStack
let viewer: Console
let browser: Browser

beforeAll(async () => {
  mails = await startMailStack()
  const sources = { stack: mails.stack, ses: mails.local.ses, mailFolder: path.join(mails.data, 'mail') }
  viewer = await startConsole({ port: 0, ...sources })
  if (hasBrowser) browser = await openBrowser()
})
afterEach(async () => {
  mails.local.faults.clear()
  await mails.settle()
  await mails.dismiss()
})
afterAll(async () => {
  await browser?.close()
  await viewer.close()
  await mails.close()
})

const evil = `"'><img src=x onerror=alert(1)></title>`
const read = async (place: string) => (await fetch(viewer.url + place)).text()
const post = (place: string, fields: Readonly<Record<string, string>>) =>
  fetch(viewer.url + place, { method: 'POST', body: new URLSearchParams(fields), redirect: 'manual' })

async function openPage(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext(options)
  onTestFinished(() => context.close())
  return context.newPage()
}

let uploads = 0

/** Publishes articles as an editor does. */
async function publish(count: number, title = 'Story'): Promise<readonly { key: string; title: string }[]> {
  const stories = Array.from({ length: count }, () => {
    uploads += 1
    return { key: `articles/story-${uploads}.md`, title: `${title} ${uploads}` }
  })
  for (const { key, title: name } of stories) {
    const text = `---\ntitle: ${JSON.stringify(name)}\n---\nThe text of ${key}.\n`
    await mails.stack.uploads.put(key, Buffer.from(text), 'text/markdown')
  }
  await mails.local.idle()
  return stories
}

async function composed(count = 1) {
  const story = await publish(count)
  await mails.stack.compose.add({ digest: 'daily', requestId: crypto.randomUUID() })
  await mails.settle()
  return { story: story[0], number: (await mails.stack.issues.getDigest('daily')).lastNumber }
}

test('the plan is shown before an issue is mailed, and confirming it twice mails it once', async () => {
  const readers = await mails.admitMany(3)
  await publish(2)
  const plan = await read('/digests/daily/plan')
  expect(plan).toContain('3 recipients')
  const [, request = ''] = /name="request" value="([^"]+)"/.exec(plan) ?? []
  const [, number = ''] = /name="number" value="([^"]+)"/.exec(plan) ?? []
  const confirm = () => post('/digests/daily/send', { request, number })
  const [answer] = await Promise.all([confirm(), confirm()])
  await mails.settle()
  await confirm()
  await mails.settle()
  expect(mails.mailsEach(readers)).toEqual([1, 1, 1])
  const waiting = await fetch(viewer.url + answer.headers.get('location'), { redirect: 'manual' })
  expect(waiting.headers.get('location')).toBe(`/digests/daily/${number}/`)
  expect(await read(`/digests/daily/${number}/`)).toContain('<dt>submitted</dt><dd>3</dd>')
  expect(await read('/digests/')).toContain('submitted</span> 3 recipients, 3 submitted')
})

test('a plan that is out of date is not mailed', async () => {
  const [reader] = await mails.admitMany(1)
  await publish(1)
  const [, number = ''] = /name="number" value="([^"]+)"/.exec(await read('/digests/daily/plan')) ?? []
  await composed()
  const answer = await post('/digests/daily/send', { request: crypto.randomUUID(), number })
  expect(answer.status).toBe(409)
  expect(await answer.text()).toContain('in the meantime')
  await mails.settle()
  expect(reader && mails.mailsEach([reader])).toEqual([1])
})

test('an article is held and pinned, and the next mail is shown as a subscriber gets it', async () => {
  const [held, pinned] = await publish(2)
  const reader = await mails.admit({ name: 'Ada' })
  await post('/digests/daily/articles', { key: held?.key ?? '', handling: 'held' })
  await post('/digests/daily/articles', { key: pinned?.key ?? '', handling: 'pinned' })
  const page = await read('/digests/daily/')
  expect(page).toContain('Left out until you release it.')
  expect(page).toContain('First in the issue.')
  const shown = await post('/digests/daily/as', { address: reader.address, view: 'dark' })
  expect(shown.headers.get('location')).toBe(`/digests/daily/?view=dark&as=${reader.id}#mail`)
  const mail = await fetch(`${viewer.url}/digests/daily/mail?view=dark&as=${reader.id}`)
  expect(mail.headers.get('content-security-policy')).toContain('sandbox')
  const text = await mail.text()
  expect(text).toContain(pinned?.title)
  expect(text).not.toContain(held?.title)
  expect(text).not.toContain('prefers-color-scheme')
})

test('an issue is paused, resumed and cancelled, each after a question', async () => {
  await mails.admitMany(2)
  await publish(1)
  const rule = mails.local.faults.add({ operation: 'SendRawEmail', fault: 'hang', times: 1_000 })
  await mails.stack.compose.add({ digest: 'daily', requestId: crypto.randomUUID() })
  await expect.poll(() => rule.hits).toBeGreaterThan(0)
  const { lastNumber } = await mails.stack.issues.getDigest('daily')
  const place = `/digests/daily/${lastNumber}`
  await expect.poll(async () => (await mails.stack.issues.get('daily', lastNumber))?.state).toBe('planned')
  expect(await read(`${place}/pause`)).toContain('2 recipients have not been mailed yet')
  await post(`${place}/pause`, {})
  for (const each of [place, '/digests/', '/digests/daily/']) expect(await read(each)).toContain('paused</span>')
  await post(`${place}/resume`, {})
  await expect.poll(() => read(place)).toContain('sending</span>')
  await post(`${place}/cancel`, {})
  expect(await read(place)).toContain('cancelled</span>')
  expect((await post(`${place}/resume`, {})).status).toBe(409)
})

test('a note is uploaded, its receipt is shown, and an empty text removes it', async () => {
  const upload = (text: string) => post('/digests/daily/note', { text })
  await upload('---\nsubject: Hello\n---\nDear readers')
  expect(await read('/digests/daily/note')).toContain('This text waits for the next issue.')
  expect(await read('/digests/daily/')).toContain('Waits for the next issue.')
  await upload('---\nsubject: Hello\nDear readers')
  expect(await read('/digests/daily/note')).toContain('rejected</span>')
  await upload(' ')
  await mails.local.idle()
  expect(await read('/digests/daily/note')).not.toContain('This text waits for the next issue.')
})

test('a person is found by address, which no page has in its own address', async () => {
  const ada = await mails.admit({ address: 'ada+letters@example.org', name: evil })
  const { story, number } = await composed()
  await publish(1)
  const found = await post('/people/find', { address: 'ADA+letters@EXAMPLE.org'.replace('ADA', 'ada') })
  expect(found.headers.get('location')).toBe(`/people/${ada.id}/`)
  const page = await read(`/people/${ada.id}/`)
  expect(page).toContain('ada+letters@example.org')
  expect(page).toContain(`/digests/daily/${number}/`)
  expect(page).toContain('See their mail')
  expect(page).not.toContain('<img')
  expect(page.match(/(?:href|action|src)="[^"]*"/g)?.filter((each) => /@|%40/.test(each))).toEqual([])
  expect(story).toBeDefined()
})

test('a person is unsubscribed, blocked and erased, and later imports leave them out', async () => {
  const { id, address } = await mails.admit()
  const act = async (action: string) => (await post(`/people/${id}/${action}`, {})).headers.get('location')
  expect(await read(`/people/${id}/erase`)).toContain('It cannot be undone.')
  await act('unsubscribe')
  await act('unsubscribe')
  expect(await read(`/people/${id}/`)).toContain('unsubscribed</span>')
  await act('block')
  expect(await read(`/people/${id}/`)).toContain('blocked by the operator')
  await act('unblock')
  expect(await act('erase')).toMatch(/^\/people\/\?/)
  const answer = await post('/people/find', { address })
  expect([answer.status, (await answer.text()).includes('It was erased by the operator')]).toEqual([404, true])
  const added = await post('/people/add', { address, consent: 'held', source: 'a fair' })
  expect([added.status, await added.text()]).toEqual([409, expect.stringContaining('erased by the operator')])
})

test('a list is checked before it is imported, and importing it twice imports it once', async () => {
  const form = new FormData()
  const list = 'email,name,shoe size\na1@example.org,Ada,39\na2@example.org,Grace,40\nnobody,Nobody,1\n'
  form.set('file', new File([list], 'readers "of" May.csv', { type: 'text/csv' }))
  const uploaded = await fetch(`${viewer.url}/people/import`, { method: 'POST', body: form, redirect: 'manual' })
  const place = uploaded.headers.get('location') ?? ''
  await expect.poll(() => read(place)).toContain('<dt>would be added</dt><dd>2</dd>')
  const report = await read(place)
  expect(report).toContain('Columns that are not used: shoe size.')
  expect(report).toContain('Line 4')
  const hash = await mails.hash('a1@example.org')
  expect(await mails.stack.subscribers.find(hash)).toBeUndefined()
  const start = () => post(place, { consent: 'held', source: 'a fair' })
  await Promise.all([start(), start()])
  await expect.poll(() => read(place)).toContain('Imported 2 people.')
  expect(await mails.stack.subscribers.find(hash)).toMatchObject({ state: 'confirmed', consent: { source: 'a fair' } })
  const answer = await fetch(`${viewer.url}/people/export`, { method: 'POST' })
  expect(answer.headers.get('content-disposition')).toContain('attachment')
  expect(await answer.text()).toContain('a1@example.org')
})

test.each([
  ['nothing', new FormData()],
  ['an empty file', formOf('', 'list.csv')],
])('an upload of %s is refused', async (_what, body) => {
  const answer = await fetch(`${viewer.url}/people/import`, { method: 'POST', body })
  expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining('Choose')])
})

function formOf(text: string, name: string): FormData {
  const form = new FormData()
  form.set('file', new File([text], name))
  return form
}

test('the list of people is filtered and has pages', async () => {
  await mails.admitMany(60)
  await mails.admit({ state: 'pending', confirmedAt: undefined })
  const first = await read('/people/list?state=confirmed')
  const [, next = ''] = /<a href="([^"]+)">Next/.exec(first) ?? []
  const idsOf = (page: string) => [...page.matchAll(/\/people\/([0-9a-f]{24})\//g)].map(([, id]) => id)
  const second = await read(next.replaceAll('&amp;', '&'))
  expect(new Set([...idsOf(first), ...idsOf(second)]).size).toBe(60)
  expect(idsOf(first)).toHaveLength(50)
  expect(idsOf(await read('/people/list?state=pending'))).toHaveLength(1)
})

test.skipIf(!hasBrowser)('no page has barriers, in light and dark mode and on a phone', async () => {
  const long = 'x'.repeat(60)
  const reader = await mails.admit({ address: `${long}@${long}.example.org`, name: evil })
  await composed()
  const { number } = await composed()
  await publish(2, `${evil} ${'long'.repeat(60)}`)
  const issue = `/digests/daily/${number}/`
  const places = [
    ...['/digests/', '/digests/daily/', '/digests/daily/?view=text', '/digests/daily/note/', '/digests/daily/plan'],
    ...[issue, `${issue}cancel`, `${issue}providers`, `${issue}reasons`],
    ...['/people/', '/people/list', '/people/add', '/people/import/'],
    ...[`/people/${reader.id}/`, `/people/${reader.id}/move`, `/people/${reader.id}/erase`],
  ]
  for (const [width, colorScheme] of [[390, 'light'] as const, [1440, 'dark'] as const]) {
    const page = await openPage({ viewport: { width, height: 900 }, colorScheme })
    const messages: string[] = []
    page.on('console', (message) => messages.push(message.text()))
    for (const place of places) {
      await page.goto(viewer.url + place)
      expect([place, await findBarriers(page, colorScheme === 'dark' ? ['color-contrast'] : undefined)]).toEqual([
        place,
        [],
      ])
      expect([place, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([place, width])
    }
    expect(messages).toEqual([])
  }
})

test.skipIf(!hasBrowser)('an issue is mailed with the keyboard alone, even if Enter is pressed twice', async () => {
  const readers = await mails.admitMany(1)
  await publish(1)
  const page = await openPage()
  await page.goto(`${viewer.url}/digests/daily/`)
  const tabTo = async (name: string) => {
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press('Tab')
      if ((await page.evaluate(() => document.activeElement?.textContent?.trim() ?? '')) === name) return
    }
    throw new Error(`Tab does not reach ${name}`)
  }
  await tabTo('Send now…')
  await page.keyboard.press('Enter')
  const button = page.getByRole('button', { name: /to 1 recipient$/ })
  await button.waitFor()
  await tabTo((await button.textContent()) ?? '')
  await page.keyboard.press('Enter')
  await page.keyboard.press('Enter').catch(() => {})
  await page.waitForURL(/\/digests\/daily\/\d+\/$/)
  await page.getByText('submitted', { exact: true }).first().waitFor()
  await mails.settle()
  expect(mails.mailsEach(readers)).toEqual([1])
})

test.skipIf(!hasBrowser)(
  'the page of an issue in progress follows it, and a person chooses a file to import',
  async () => {
    await mails.admitMany(2)
    await publish(1)
    const rule = mails.local.faults.add({ operation: 'SendRawEmail', fault: 'hang', times: 1_000 })
    await mails.stack.compose.add({ digest: 'daily', requestId: crypto.randomUUID() })
    await expect.poll(() => rule.hits).toBeGreaterThan(0)
    const { lastNumber } = await mails.stack.issues.getDigest('daily')
    await expect.poll(async () => (await mails.stack.issues.get('daily', lastNumber))?.state).toBe('planned')
    const page = await openPage()
    await page.goto(`${viewer.url}/digests/daily/${lastNumber}/`)
    await page.getByText('sending', { exact: true }).waitFor()
    rule.remove()
    await mails.settle()
    await page.locator('.state.submitted').waitFor()
    const file = path.join(mails.data, 'list.csv')
    await writeFile(file, 'email\nb1@example.org\n')
    await page.goto(`${viewer.url}/people/import/`)
    await page.getByLabel('CSV file').setInputFiles(file)
    await page.getByRole('button', { name: 'Check the list' }).click()
    await page.getByLabel('They have agreed already: no mail').check()
    await page.getByRole('button', { name: 'Import 1 person' }).click()
    await page.getByText('Imported 1 person.').waitFor()
  },
)

test('a test mail needs an address, and has at most ten', async () => {
  for (const addresses of ['', ' , ', Array.from({ length: 11 }, (_, n) => `r${n}@example.org`).join(',')]) {
    const answer = await post('/digests/daily/test', { addresses })
    expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining('Type 1 to 10 addresses.')])
  }
})

test('a form without a text does not delete the note', async () => {
  const answer = await post('/digests/daily/note', {})
  expect([answer.status, await answer.text()]).toEqual([409, expect.stringContaining('Nothing was changed.')])
})
