import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { previewApp, watchFolders } from '../../../cli/preview/preview-app.ts'
import { listArticleFiles, previewFile } from '../../../operations/uploads/preview-files.ts'
import { png } from '../../core/articles/png.ts'
import { site } from '../../core/reading/sample.ts'

const now = new Date('2026-11-30T12:00:00.000Z')

/** Serves the preview of a folder with files. */
async function open(files: Readonly<Record<string, string | Uint8Array>>) {
  const folder = await mkdtemp(path.join(tmpdir(), 'postrider-preview-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
    await writeFile(path.join(folder, name), content)
  }
  const list = () => listArticleFiles([folder], {})
  const app = previewApp({
    list,
    preview: async (key) => {
      const content = list().find((each) => each.key === key)
      return content && previewFile(content, site, now)
    },
    watch: watchFolders([folder]),
  })
  const get = (at: string, headers = {}) => app.request(at, { headers: { host: '127.0.0.1:1', ...headers } })
  return { folder, get, read: async (at: string) => (await get(at)).text() }
}

const walk = '# A <b>walk</b>\n\n20 November 2026\n\nTo [the mill](mill.md). ![Map](map.png)\n'

test('an article is shown as its page, its mails and its feed entry, each in a sandboxed frame', async () => {
  const { get, read } = await open({ 'articles/walk.md': walk, 'articles/map.png': png(640, 480) })
  const page = await read('/')
  expect(page).toContain('An upload would be <strong>published</strong>')
  expect(page).toContain('[missing-article]')
  const frames = [...page.matchAll(/<iframe[^>]* src="([^"]+)"[^>]*>/g)]
  expect(frames.length).toBeGreaterThan(4)
  for (const [frame, src = ''] of frames) {
    expect(frame).toContain('sandbox="allow-popups allow-popups-to-escape-sandbox"')
    const answer = await get(src.replaceAll('&amp;', '&'))
    expect(answer.headers.get('content-security-policy')).toContain(
      "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'",
    )
    expect(await answer.text()).toContain('src="data:image/png;base64,')
  }
})

test('links lead to articles beside it, and pictures have their sizes', async () => {
  const files = {
    'articles/walk.md': walk,
    'articles/map.png': png(640, 480),
    'articles/mill.md': '# The mill\n\nIt stands.\n',
  }
  const { read } = await open(files)
  expect(await read('/')).toContain('Preview: 2 articles')
  expect(await read('/?key=articles/walk.md')).not.toMatch(/missing-(article|file)/)
  const page = await read('/frame?key=articles/walk.md&view=page')
  expect(page).toContain(`href="${site.url}/articles/the-mill/"`)
  expect(page).toMatch(/width="640" height="480"/)
})

test('a rejected article shows its problems and nothing else', async () => {
  const { get, read } = await open({ 'articles/empty.md': '' })
  expect(await read('/')).toContain('An upload would be <strong>rejected</strong>')
  expect(await read('/')).not.toContain('<iframe')
  expect((await get('/frame?key=articles/empty.md&view=page')).status).toBe(404)
})

test('only this machine can read it, and only the articles of the list', async () => {
  const { get } = await open({ 'articles/walk.md': walk, 'secret.md': '# Secret\n\nText.\n' })
  expect((await get('/', { host: 'evil.example' })).status).toBe(421)
  expect((await get('/?key=secret.md')).status).toBe(404)
  expect((await get('/frame?key=../secret.md&view=page')).status).toBe(404)
  expect((await get('/')).headers.get('content-security-policy')).toContain("default-src 'none'")
})

test('a page hears of changes of the files', async () => {
  const { folder, get } = await open({ 'articles/walk.md': walk })
  const answer = await get('/changes')
  const reader = answer.body?.getReader()
  if (!reader) throw new Error('There is no stream of changes.')
  const change = setInterval(() => void writeFile(path.join(folder, 'articles/walk.md'), walk), 200)
  const { value } = await reader.read()
  clearInterval(change)
  await reader.cancel()
  expect(new TextDecoder().decode(value)).toContain('data: changed')
})

test('while a file is deleted, the page says so and goes on listening', async () => {
  const { folder, get } = await open({ 'walk.md': walk })
  expect((await get('/')).status).toBe(200)
  await rm(folder, { recursive: true })
  const answer = await get('/')
  expect(answer.status).toBe(404)
  const text = await answer.text()
  expect(text).toContain('There are no articles here now.')
  expect(text).toContain('src="/reload.js"')
  expect((await get('/frame?key=articles/walk.md&view=page')).status).toBe(404)
})
