import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { uploadVersionStore } from '../../../aws/articles/upload-version-store.ts'
import { correctionStore } from '../../../aws/issues/correction-store.ts'
import { type Console, startConsole } from '../../../console/console-server.ts'
import type { Stack } from '../../../operations/stack.ts'
import { type ArticleLambdas, openArticleLambdas } from '../../support/article-lambdas.ts'
import { hasBrowser, openBrowser } from '../../support/browser.ts'
import { memoryMailBox } from '../memory-stack.ts'

let lambdas: ArticleLambdas
let viewer: Console
let stack: Stack
beforeAll(async () => {
  lambdas = await openArticleLambdas()
  lambdas.s3Service.createBucket('uploads', { versioning: 'Enabled' })
  const uploads = { ...lambdas.uploads, ...uploadVersionStore(lambdas.s3, 'uploads') }
  const parts = { ...lambdas, uploads, corrections: correctionStore(lambdas.dynamo, 'issues') }
  stack = parts as unknown as Stack // the pages about articles use only these parts
  viewer = await startConsole({ port: 0, stack, ses: memoryMailBox([]), mailFolder: '/nonexistent' })
  await lambdas.upload('articles/2026/bath.md', letter('Bath'))
  await lambdas.upload(
    hostile,
    `---\ntitle: "${evil.replaceAll('"', "'")}"\n---\n\nText <script>document.title = 'run'</script> of it.`,
  )
  await lambdas.settle()
})
afterAll(() => viewer.close())

const letter = (place: string) =>
  `---\ntitle: A letter from ${place}\ndate: 2026-03-31\nmoood: calm\n---\n\nNothing happened in ${place}.\n`
const evil = "<script>document.title = 'run'</script> 🐎 \u202Eevil"
const hostile = 'articles/a %2F <b>🐎 \u202Ex.md'
const form = (fields: Readonly<Record<string, string>>) => ({
  method: 'POST',
  body: new URLSearchParams(fields),
  redirect: 'manual' as const,
})
const ask = (place: string, init?: RequestInit) => fetch(viewer.url + place, { redirect: 'manual', ...init })
const sourceOf = async (key: string) => Buffer.from((await lambdas.uploads.get(key, 10_000))?.bytes ?? []).toString()
const etagOf = async (key: string) => (await lambdas.uploads.look(key))?.etag ?? ''

test('a text is saved as a draft or published, and nothing else in the file changes', async () => {
  const key = 'articles/2026/save.md'
  const save = async (action: string, source: string) =>
    ask(
      '/articles/-/save',
      form({ key, etag: await etagOf(key), lineEnd: 'lf', action, source: source.replaceAll('\n', '\r\n') }),
    )
  expect((await save('draft', letter('York'))).status).toBe(303)
  expect(await sourceOf(key)).toBe(letter('York').replace('---\n', '---\ndraft: true\n'))
  await save('publish', await sourceOf(key))
  expect(await sourceOf(key)).toBe(letter('York'))
  await lambdas.settle()
  const question = await save('draft', letter('York'))
  expect(await question.text()).toContain('it disappears from the site')
  expect(await sourceOf(key)).toBe(letter('York'))
})

test('if somebody else has changed the file, both texts are shown and nothing is saved', async () => {
  const key = 'articles/2026/bath.md'
  const answer = await ask(
    '/articles/-/save',
    form({ key, etag: '"old"', lineEnd: 'lf', action: 'publish', source: 'Mine' }),
  )
  const page = await answer.text()
  expect(answer.status).toBe(409)
  expect(page).toMatch(/readonly[^>]*>\s*---\ntitle: A letter from Bath/)
  expect(page).toMatch(/name="source"[^>]*>\s*Mine/)
  expect(page).toContain(`name="etag" value="${(await etagOf(key)).replaceAll('"', '&quot;')}"`)
  expect(await sourceOf(key)).toBe(letter('Bath'))
})

test('no path leads out of the uploads', async () => {
  for (const key of ['receipts/x.md', 'articles/../receipts/x.md', 'x.md', 'articles/x.exe']) {
    const answer = await ask('/articles/-/save', form({ key, etag: '', lineEnd: 'lf', action: 'publish', source: 'x' }))
    expect([key, answer.status]).toEqual([key, 400])
  }
  for (const place of ['edit', 'withdraw', 'move', 'version', 'preview', 'page', 'file', 'shown/x/page']) {
    for (const query of ['', '?key=', '?key=receipts/articles/2026/bath.md.json', '?key=nothing']) {
      expect([place, (await ask(`/articles/-/${place}${query}`)).status]).toEqual([place, 404])
    }
  }
})

test('nobody withdraws, moves or restores a receipt', async () => {
  const key = 'receipts/articles/2026/bath.md.json'
  for (const [place, fields] of [
    ['withdraw', {}],
    ['restore', { version: 'x'.repeat(32) }],
    ['move', { to: 'articles/x.md', isConfirmed: 'yes' }],
  ] as const) {
    const answer = await ask(`/articles/-/${place}`, form({ key, etag: await etagOf(key), ...fields }))
    expect([place, answer.status]).toEqual([place, 409])
  }
  expect(await sourceOf(key)).toContain('A letter from Bath')
})

test('the marked lines of a source are those of the problems', async () => {
  const page = await (await ask('/articles/articles/2026/bath.md')).text()
  expect(page).toMatch(/<li value="4" id="line-4" class="warning"><code>.*moood/)
  expect(page).toMatch(/href="\/articles\/articles\/2026\/bath\.md#line-4"/)
})

describe.skipIf(!hasBrowser)('in a browser', () => {
  let browser: Browser
  let axe = ''
  beforeAll(async () => {
    browser = await openBrowser()
    axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  })
  afterAll(() => browser.close())

  async function openPage(place: string, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext(options)
    onTestFinished(() => context.close())
    const page = await context.newPage()
    await page.goto(viewer.url + place)
    return page
  }

  test('the editor checks and shows the text while it is written, and Tab leaves it', async () => {
    const page = await openPage('/articles/-/edit?key=articles/2026/bath.md')
    const source = page.getByLabel('Source')
    await source.focus()
    await page.keyboard.press('Control+End')
    await page.keyboard.type('Then the **river** rose.')
    await page.frameLocator('iframe[title="Page"]').getByText('river').waitFor()
    await page.getByRole('link', { name: 'line 4' }).click()
    expect(await source.evaluate((area) => (area as HTMLTextAreaElement).selectionStart)).toBeGreaterThan(30)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('BUTTON')
    await page.getByRole('button', { name: 'Publish the change' }).press('Enter')
    await page.getByRole('heading', { name: 'Being checked' }).waitFor()
    expect(await sourceOf('articles/2026/bath.md')).toBe(`${letter('Bath')}Then the **river** rose.`)
    await lambdas.settle()
    await page.getByRole('heading', { name: 'A letter from Bath' }).waitFor()
  })

  test('a text that could not be saved is offered again, and a saved one is not', async () => {
    const key = 'articles/2026/wells.md'
    await lambdas.upload(key, letter('Wells'))
    await lambdas.settle()
    const edit = `/articles/-/edit?key=${key}`
    const page = await openPage(edit)
    page.on('dialog', (dialog) => dialog.accept())
    await page.getByLabel('Source').fill(letter('Frome'))
    await lambdas.upload(key, letter('Devizes'))
    await page.getByRole('button', { name: 'Publish the change' }).click()
    await page.getByText('Somebody else has changed this file').waitFor()
    await page.goto(viewer.url + edit)
    await page.getByRole('button', { name: 'Restore' }).click()
    expect(await page.getByLabel('Source').inputValue()).toBe(letter('Frome'))
    await page.getByRole('button', { name: 'Publish the change' }).click()
    await page.getByRole('heading', { name: 'Being checked' }).waitFor()
    await page.goto(viewer.url + edit)
    expect(await page.locator('#unsaved').isVisible()).toBe(false)
    expect(await sourceOf(key)).toBe(letter('Frome'))
  })

  test('no page runs foreign text, is wider than a phone or inaccessible', async () => {
    const key = encodeURIComponent(hostile)
    const view = `/articles/${hostile.split('/').map(encodeURIComponent).join('/')}`
    const places = ['/articles/', view, `/articles/-/edit?key=${key}`, `/articles/-/preview?key=${key}`]
    const others = ['new', 'calendar?month=2026-03', `move?key=${key}`, `withdraw?key=${key}`].map(
      (each) => `/articles/-/${each}`,
    )
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await openPage('/articles/', { viewport: { width: 390, height: 800 }, colorScheme, bypassCSP: true })
      for (const place of [...places, ...others]) {
        await page.goto(viewer.url + place)
        expect([place, await page.title()]).toEqual([place, expect.not.stringMatching(/^run$/)])
        expect([place, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([place, 390])
        await page.evaluate(axe)
        const violations = await page.evaluate(
          'axe.run(document, { iframes: false }).then((found) => found.violations.map(({ id }) => id))',
        )
        expect([place, violations]).toEqual([place, []])
      }
    }
  })
})
