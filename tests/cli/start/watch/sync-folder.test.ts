import { mkdir, mkdtemp, rename, rm, symlink, truncate, unlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { openPublishedFiles } from '../../../../cli/start/watch/published-files.ts'
import { createFolderSync } from '../../../../cli/start/watch/sync-folder.ts'
import { openArticleLambdas } from '../../../support/article-lambdas.ts'

let lambdas: Awaited<ReturnType<typeof openArticleLambdas>>
let folder: string
let data: string
let lines: string[]
let questions: string[]

beforeAll(async () => {
  lambdas = await openArticleLambdas()
})
beforeEach(async () => {
  for await (const key of lambdas.uploads.list('articles/')) await lambdas.uploads.remove(key)
  data = await mkdtemp(path.join(tmpdir(), 'postrider-watch-'))
  folder = path.join(data, 'folder')
  await mkdir(folder)
})
const folders: string[] = []
beforeEach(() => void folders.push(data))
afterAll(() => Promise.all(folders.map((each) => rm(each, { recursive: true }))))

const letter = (place: string) =>
  `# A letter from ${place}\n\nNothing happened in ${place} that could be written down.\n`
const write = (name: string, text: string) => writeFile(path.join(folder, name), text)
const remove = (name: string) => unlink(path.join(folder, name))

/** Starts to watch, as at the start of the process. Returns a function that runs until nothing is being written. */
function start({ answer, yes = false }: { readonly answer?: boolean; readonly yes?: boolean } = {}) {
  lines = []
  questions = []
  const ask = async (question: string) => {
    questions.push(question)
    return answer ?? false
  }
  const sync = createFolderSync({
    folder,
    stack: { site: lambdas.site, uploads: lambdas.uploads },
    published: openPublishedFiles(data, folder),
    log: (line) => void lines.push(line),
    ask: answer === undefined ? undefined : ask,
    yes,
  })
  const run = async () => {
    for (let n = 0; n < 5 && (await sync()); n++);
  }
  return Object.assign(run, { once: sync })
}

async function keys(): Promise<readonly string[]> {
  return Array.fromAsync(lambdas.uploads.list('articles/'))
}
async function textOf(key: string) {
  return Buffer.from((await lambdas.uploads.get(key, 10_000))?.bytes ?? []).toString()
}

test('what is in the folder is published at the start, and only what differs the next time', async () => {
  await write('bath.md', letter('Bath'))
  await write('york.md', letter('York'))
  await start()()
  expect(await keys()).toEqual(['articles/bath.md', 'articles/york.md'])
  await write('york.md', letter('New York'))
  await start()()
  expect(lines).toEqual(['articles/york.md: uploaded'])
  expect(await textOf('articles/york.md')).toBe(letter('New York'))
})

test('changes, deletions and renames are followed at once', async () => {
  await write('bath.md', letter('Bath'))
  const run = start()
  await run()
  await write('bath.md', letter('Bath and Wells'))
  await run()
  expect(await textOf('articles/bath.md')).toBe(letter('Bath and Wells'))
  await rename(path.join(folder, 'bath.md'), path.join(folder, 'Bath.md'))
  await run()
  expect(lines.slice(-2)).toEqual(['articles/Bath.md: uploaded', 'articles/bath.md: withdrawn'])
  await remove('Bath.md')
  await run()
  expect(await keys()).toEqual([])
})

test('a file counts once it looks the same twice, so that half of it is never published', async () => {
  await write('bath.md', letter('Bath'))
  const run = start()
  await run()
  await truncate(path.join(folder, 'bath.md'))
  expect(await run.once()).toBe(true)
  await write('bath.md', letter('Bristol'))
  expect(await run.once()).toBe(true) // it has changed again
  expect(await textOf('articles/bath.md')).toBe(letter('Bath'))
  expect(await run.once()).toBe(false)
  expect(await textOf('articles/bath.md')).toBe(letter('Bristol'))
})

test('an editor that replaces a file does not withdraw it', async () => {
  await write('bath.md', letter('Bath'))
  const run = start()
  await run()
  await rename(path.join(folder, 'bath.md'), path.join(folder, 'bath.md~'))
  expect(await run.once()).toBe(true)
  await write('bath.md', letter('Bath'))
  await run()
  expect(lines).toEqual(['articles/bath.md: uploaded'])
  expect(await keys()).toEqual(['articles/bath.md'])
})

test('deletions made meanwhile are withdrawn after a question; without an answer, the way to do it is named', async () => {
  for (const place of ['bath', 'york', 'ely']) await write(`${place}.md`, letter(place))
  await start()()
  await remove('york.md')

  await start()()
  expect(await keys()).toHaveLength(3)
  expect(lines).toEqual([
    `A file published from ${folder} is no longer there: articles/york.md. Nothing was withdrawn. Withdraw with \`npx postrider withdraw articles/york.md\`, or start once with --yes.`,
  ])
  await start({ answer: false })()
  expect(questions).toEqual([
    `A file published from ${folder} is no longer there: articles/york.md. Withdraw them? [y/N] `,
  ])
  expect(await keys()).toHaveLength(3)

  await start({ answer: true })()
  expect(await keys()).toEqual(['articles/bath.md', 'articles/ely.md'])
  await remove('ely.md')
  await start({ yes: true })()
  expect(await keys()).toEqual(['articles/bath.md'])
})

test('an empty, vanished or replaced folder withdraws nothing, and is published again when it is back', async () => {
  for (const place of ['bath', 'york', 'ely', 'wells']) await write(`${place}.md`, letter(place))
  const run = start()
  await run()
  const elsewhere = `${folder}-elsewhere`
  await rename(folder, elsewhere)
  await run()
  await run()
  expect(lines.at(-1)).toBe(`${folder} is gone. Nothing is withdrawn, and it is published again when it is back.`)
  await mkdir(folder) // such as a mount point
  await run()
  expect(lines.at(-1)).toContain('If the folder is not just empty or unmounted')
  await start({ yes: true })()
  expect(lines.at(-1)).toContain('Nothing was withdrawn.')
  expect(await keys()).toHaveLength(4)

  await rm(folder, { recursive: true })
  await rename(elsewhere, folder)
  await run()
  await write('bath.md', letter('Bath Spa'))
  await run()
  expect(lines.at(-1)).toBe('articles/bath.md: uploaded')
  for (const place of ['bath', 'york', 'ely', 'wells']) await remove(`${place}.md`)
  await run()
  expect(lines.at(-1)).toContain('4 files published from')
  expect(await keys()).toHaveLength(4)
})

test('links are not followed, and hidden files and those of editors are left out', async () => {
  const secret = path.join(data, 'secret.md')
  await writeFile(secret, letter('Secret'))
  await mkdir(path.join(data, 'private'))
  await writeFile(path.join(data, 'private', 'diary.md'), letter('Diary'))
  await symlink(secret, path.join(folder, 'secret.md'))
  await symlink(path.join(data, 'private'), path.join(folder, 'private'))
  for (const name of ['.hidden.md', 'bath.md~', '.bath.md.swp', '#bath.md#']) await write(name, letter('Bath'))
  await write('bath.md', letter('Bath'))
  await start()()
  expect(await keys()).toEqual(['articles/bath.md'])
  expect(lines.filter((line) => line.includes('Symbolic links are not followed.'))).toHaveLength(2)
})

test('a file that a link has replaced meanwhile is neither read nor withdrawn', async () => {
  await write('bath.md', letter('Bath'))
  const run = start()
  await run()
  await remove('bath.md')
  await symlink('/etc/passwd', path.join(folder, 'bath.md'))
  await run()
  expect(await textOf('articles/bath.md')).toBe(letter('Bath'))
})

test('what was published by other means stays: newer versions, withdrawals and articles of other origin', async () => {
  await lambdas.uploads.put('articles/console.md', Buffer.from(letter('the console')), 'text/markdown')
  for (const place of ['bath', 'york']) await write(`${place}.md`, letter(place))
  const run = start()
  await run()
  await lambdas.uploads.put('articles/bath.md', Buffer.from(letter('Bath, edited')), 'text/markdown')
  await lambdas.uploads.remove('articles/york.md')
  await start()()
  expect(lines).toHaveLength(2)
  expect(await keys()).toEqual(['articles/bath.md', 'articles/console.md'])
  expect(await textOf('articles/bath.md')).toBe(letter('Bath, edited'))
  await remove('bath.md')
  await run()
  expect(lines.at(-1)).toBe('articles/bath.md: not withdrawn, because it was changed elsewhere.')
})

test('a different article of the same path is replaced only after a question', async () => {
  await lambdas.uploads.put(
    'articles/bath.md',
    Buffer.from('# Old news\n\nSomething else entirely.\n'),
    'text/markdown',
  )
  await write('bath.md', letter('Bath'))
  const run = start()
  await run()
  await run()
  expect(lines).toHaveLength(1)
  expect(lines[0]).toContain('would replace a different article, articles/bath.md. It was not replaced.')
  await start({ answer: true })()
  expect(await textOf('articles/bath.md')).toBe(letter('Bath'))
})
