import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { hasBrowser, openBrowser } from '../support/browser.ts'
import { openConsole } from './console-fixture.ts'
import { sampleIssue, sampleMail, sampleReceipt } from './samples.ts'

describe.skipIf(!hasBrowser)('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  async function openPage(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await browser.newContext(options)
    onTestFinished(() => context.close())
    return context.newPage()
  }

  test('a link in a mail opens a page whose form works', async () => {
    const site = await serveConfirmation()
    const link = `<a href="${site.url}/confirm?t=token">Confirm</a>`
    const { url } = await openConsole({ mails: [{ content: sampleMail(link) }] })
    const page = await openPage()
    await page.goto(`${url}/mail/mail-0/`)
    const [opened] = await Promise.all([
      page.context().waitForEvent('page'),
      page.frameLocator('iframe').getByText('Confirm').click(),
    ])
    await opened.getByRole('button').click()
    await opened.getByText('Confirmed.').waitFor()
    expect(site.requests).toEqual(['GET /confirm?t=token', 'POST /confirm?t=token'])
    expect(page.url()).toBe(`${url}/mail/mail-0/`)
  })

  test('a hostile mail runs nothing, posts nothing and fetches nothing', async () => {
    const elsewhere = await serveConfirmation()
    const evil = `<script>document.title = 'run'</script><base href="${elsewhere.url}/confirm">
      <meta http-equiv="refresh" content="0; url=${elsewhere.url}/confirm">
      <img src="x" onerror="document.title = 'run'"><svg onload="document.title = 'run'"></svg>
      <img src="${elsewhere.url}/confirm"><link rel="stylesheet" href="${elsewhere.url}/confirm">
      <iframe src="javascript:parent.document.title = 'run'"></iframe><iframe src="${elsewhere.url}/confirm"></iframe>
      <object data="${elsewhere.url}/confirm"></object><video src="${elsewhere.url}/confirm" autoplay></video>
      <form action="${elsewhere.url}/confirm" method="post"><button>Post</button></form>
      <a href="javascript:document.title = 'run'">Run</a>`
    const { url } = await openConsole({ mails: [{ content: sampleMail(evil) }] })
    const page = await openPage()
    for (const address of [`${url}/mail/mail-0/`, `${url}/mail/mail-0/html`]) {
      await page.goto(address)
      const mail = address.endsWith('html') ? page.mainFrame() : page.frames()[1]
      await mail?.getByText('Post').click()
      await mail?.getByText('Run').click()
      expect(await page.title()).not.toBe('run')
      expect(await mail?.title()).not.toBe('run')
      expect(page.url()).toBe(address)
    }
    expect(elsewhere.requests).toEqual([])
  })

  test('an image inside a mail is shown', async () => {
    const dot = '<svg xmlns="http://www.w3.org/2000/svg" width="7" height="7"/>'
    const part = `Content-Type: image/svg+xml\r\nContent-ID: <dot>\r\n\r\n${dot}`
    const { url } = await openConsole({ mails: [{ content: sampleMail('<img src="cid:dot">', '', [part]) }] })
    const page = await openPage()
    await page.goto(`${url}/mail/mail-0/`)
    const image = page.frameLocator('iframe').locator('img')
    await expect.poll(() => image.evaluate((element) => (element as HTMLImageElement).naturalWidth)).toBe(7) // an img
  })

  test('an upload leads to its receipt, without a click and without JavaScript', async () => {
    const { url, addReceipt, puts } = await openConsole()
    const page = await openPage({ javaScriptEnabled: false })
    await page.goto(`${url}/articles/`)
    await page.getByText('Upload files').click()
    await page
      .getByLabel('Articles (.md')
      .setInputFiles({ name: 'été.md', mimeType: 'text/markdown', buffer: Buffer.from('# Été') })
    await page.getByRole('button', { name: 'Upload' }).click()
    await page.getByRole('heading', { name: 'Being checked' }).waitFor()
    expect(puts.map(({ key }) => key)).toEqual(['articles/été.md'])
    addReceipt(sampleReceipt({ key: 'articles/été.md', title: 'Été' }), '"1"')
    await page.getByRole('heading', { name: 'Été' }).waitFor()
  })

  test('a folder is uploaded with its folders, and another article is replaced after a question', async () => {
    const { url, puts } = await openConsole()
    const folder = await mkdtemp(path.join(tmpdir(), 'postrider-folder-'))
    onTestFinished(() => rm(folder, { recursive: true }))
    const write = async (file: string, text: string) => {
      await mkdir(path.dirname(path.join(folder, file)), { recursive: true })
      await writeFile(path.join(folder, file), text)
    }
    await write('bath/index.md', '# Bath\n\nThe coach was late.')
    await write('york/index.md', '# York\n\nThe river rose.')
    const name = path.basename(folder)
    const page = await openPage({ javaScriptEnabled: false })
    const upload = async () => {
      await page.goto(`${url}/articles/`)
      await page.getByText('Upload files').click()
      await page.getByLabel('Or a folder').setInputFiles(folder)
      await page.getByRole('button', { name: 'Upload' }).click()
    }
    await upload()
    await page.getByRole('heading', { name: 'Uploaded' }).waitFor()
    const keys = ['bath', 'york'].map((each) => `articles/${name}/${each}/index.md`)
    expect(puts.map(({ key }) => key).sort()).toEqual(keys)
    await write('york/index.md', '# Harrogate\n\nThe baths are closed.')
    await upload()
    await page.getByText('uploaded 2026-03-01').waitFor()
    expect(puts).toHaveLength(2)
    await page.getByRole('button', { name: 'Replace' }).click()
    await page.getByRole('heading', { name: 'Uploaded' }).waitFor()
    expect(puts.slice(2).map(({ text }) => text)).toContain('# Harrogate\n\nThe baths are closed.')
  })

  test('no page is wider than a phone or violates its own policy', async () => {
    const long = 'https://example.org/'.padEnd(300, 'x')
    const { url } = await openConsole({
      receipts: [sampleReceipt({ key: `articles/${'long'.repeat(40)}.md`, problems: [problem(long)] })],
      issues: [sampleIssue({ title: long })],
      mails: [{ content: sampleMail('<p>Hello</p>', long), subject: long, source: long, destinations: [long] }],
    })
    const page = await openPage({ viewport: { width: 360, height: 700 } })
    const messages: string[] = []
    page.on('console', (message) => messages.push(message.text()))
    const parts = ['html', 'text', 'headers', 'source'].map((tab) => `mail/mail-0/?tab=${tab}`)
    const receipt = `articles/articles/${'long'.repeat(40)}.md`
    for (const place of ['', 'mail', ...parts, 'articles', receipt]) {
      await page.goto(`${url}/${place}`)
      expect([place, await page.evaluate(() => document.documentElement.scrollWidth)]).toEqual([place, 360])
    }
    expect(messages).toEqual([])
  })
})

const problem = (message: string) => ({ rule: 'long', severity: 'warning' as const, message, fix: message })

/** Serves a page like the site's: a GET shows a form, and its POST confirms. */
async function serveConfirmation() {
  const requests: string[] = []
  const server = createServer((request, response) => {
    if (request.url?.startsWith('/confirm')) requests.push(`${request.method} ${request.url}`)
    const form = '<form method="post"><button>Confirm</button></form>'
    response.setHeader('content-type', 'text/html').end(request.method === 'POST' ? 'Confirmed.' : form)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  const address = server.address()
  return { url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`, requests }
}
