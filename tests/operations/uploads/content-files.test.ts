import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findContent, type Placement } from '../../../operations/uploads/content-files.ts'
import { withoutRoot } from './without-root.ts'

/** Creates a folder with files, and makes it the one that paths are relative to. */
async function folderOf(...files: readonly string[]): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'postrider-content-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const file of files) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true })
    await writeFile(path.join(folder, file), 'text')
  }
  return folder
}

const keysOf = (folder: string, paths: readonly string[], placement: Placement = {}) =>
  findContent(
    paths.map((each) => path.join(folder, each)),
    placement,
  ).files.map(({ key }) => key)

test('a single file goes directly below articles/ or where the options say', async () => {
  const folder = await folderOf('letters/bath.md')
  const file = ['letters/bath.md']
  expect(keysOf(folder, file)).toEqual(['articles/bath.md'])
  expect(keysOf(folder, file, { folder: '2026/uk' })).toEqual(['articles/2026/uk/bath.md'])
  expect(keysOf(folder, file, { backfill: true })).toEqual(['backfill/bath.md'])
})

test('several files keep the folders below the one that they have in common', async () => {
  const folder = await folderOf('a/index.md', 'b/index.md', 'b/map.png')
  expect(keysOf(folder, ['a/index.md', 'b/index.md'])).toEqual(['articles/a/index.md', 'articles/b/index.md'])
  expect(keysOf(folder, ['b/index.md', 'b/map.png'])).toEqual(['articles/index.md', 'articles/map.png'])
  expect(keysOf(folder, ['a', 'b/map.png'])).toEqual(['articles/a/index.md', 'articles/b/map.png'])
  expect(keysOf(folder, ['.'], { backfill: true })).toContain('backfill/a/index.md')
})

test('below a folder named articles or backfill, files keep their place in it', async () => {
  const folder = await folderOf('site/articles/2026/a.md', 'site/backfill/b.md')
  expect(keysOf(folder, ['site/articles/2026/a.md'])).toEqual(['articles/2026/a.md'])
  expect(keysOf(folder, ['site/articles/2026'])).toEqual(['articles/2026/a.md'])
  expect(keysOf(folder, ['site/articles'])).toEqual(['articles/2026/a.md'])
  expect(keysOf(folder, ['site/articles/2026/a.md', 'site/backfill'])).toEqual(['articles/2026/a.md', 'backfill/b.md'])
  expect(keysOf(folder, ['site/articles/2026'], { backfill: true })).toEqual(['backfill/a.md'])
})

test('a folder that contains the folders of the bucket is uploaded without what is beside them', async () => {
  const folder = await folderOf(
    'articles/a.md',
    'articles/issues/b.md',
    'Backfill/c.md',
    'issues/daily.md',
    'letters/d.md',
    'README.md',
  )
  await mkdir(path.join(folder, '.github'))
  const { files, leftOut } = findContent([folder], {})
  expect(files.map(({ key }) => key)).toEqual([
    ...['Backfill/c.md', 'articles/a.md', 'articles/issues/b.md', 'issues/daily.md', 'letters/d.md'],
  ])
  expect(leftOut).toEqual([`${folder}/.github/`, `${folder}/README.md`])
})

test('folders of programs are left out as a whole', async () => {
  const folder = await folderOf('articles/.git/config', 'articles/node_modules/x/readme.md', 'articles/.trash/a.md')
  const { files, leftOut } = findContent([folder], {})
  expect(files.map(({ key }) => key)).toEqual(['articles/.trash/a.md'])
  expect(leftOut).toEqual([`${folder}/articles/.git/`, `${folder}/articles/node_modules/`])
})

test('a file that is named twice is uploaded once', async () => {
  const folder = await folderOf('a.md')
  expect(keysOf(folder, ['a.md', './a.md', '.'])).toEqual(['articles/a.md'])
})

test('two files with one key are refused, and both are named', async () => {
  const folder = await folderOf('one/articles/index.md', 'two/articles/index.md')
  expect(() => keysOf(folder, ['one', 'two'])).toThrow(
    /one\/articles\/index\.md and .*two\/articles\/index\.md would both be uploaded as articles\/index\.md/,
  )
})

test('a path that does not exist is refused', async () => {
  const folder = await folderOf()
  expect(() => keysOf(folder, ['gone.md'])).toThrow(/Cannot read .*gone\.md: there is no such file or folder\./)
})

test('symbolic links and names that are too long are reported, except for a link on the command line', async () => {
  const long = `${'long/'.repeat(40)}${'x'.repeat(200)}/${'x'.repeat(200)}/${'x'.repeat(200)}/${'x'.repeat(220)}.md`
  const folder = await folderOf('letters/a.md', `letters/${long}`)
  await symlink(path.join(folder, 'letters/a.md'), path.join(folder, 'letters/link.md'))
  await symlink('/nowhere', path.join(folder, 'letters/broken.md'))
  await symlink('.', path.join(folder, 'letters/loop'))
  const { files, unusable } = findContent([path.join(folder, 'letters')], {})
  expect(files.map(({ key }) => key)).toEqual(['articles/a.md'])
  expect(unusable.map(({ file, problem }) => [path.basename(file), problem.rule])).toEqual([
    ['broken.md', 'symbolic-link'],
    ['link.md', 'symbolic-link'],
    [`${'x'.repeat(220)}.md`, 'key-too-long'],
    ['loop', 'symbolic-link'],
  ])
  expect(keysOf(folder, ['letters/link.md'])).toEqual(['articles/link.md'])
})

test('a folder that cannot be read is reported', async () => {
  const folder = await folderOf('a.md', 'b/c.md')
  await chmod(folder, 0o755)
  await chmod(path.join(folder, 'b'), 0)
  onTestFinished(() => chmod(path.join(folder, 'b'), 0o700))
  const { unusable } = withoutRoot(() => findContent([folder], {}))
  expect(unusable.map(({ problem }) => problem.rule)).toEqual(['unreadable-file'])
})

test('the files of a folder that can be listed but not entered are reported, and others are found', async () => {
  const folder = await folderOf('a.md', 'b/c.md')
  await chmod(folder, 0o755)
  await chmod(path.join(folder, 'b'), 0o444)
  onTestFinished(() => chmod(path.join(folder, 'b'), 0o700))
  const { files, unusable } = withoutRoot(() => findContent([folder], {}))
  expect(files.map(({ key }) => key)).toEqual(['articles/a.md'])
  expect(unusable.map(({ problem }) => problem.rule)).toEqual(['unreadable-file'])
})
