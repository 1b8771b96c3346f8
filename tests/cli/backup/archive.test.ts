import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { create } from 'tar'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { checkArchive, extractArchive, writeArchive } from '../../../cli/backup/archive.ts'

let folder: string
const file = (name: string) => path.join(folder, name)
const archive = () => file('backup.tar.gz')

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'postrider-archive-'))
  await mkdir(file('data/mail'), { recursive: true })
  await writeFile(file('data/version'), '1\n')
  await writeFile(file('data/mail/a letter.eml'), 'x'.repeat(100_000))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const write = () => writeArchive(file('data'), archive(), { at: new Date(0), postrider: '1.0' })

/** Packs the folder with another list. */
async function pack(change: (list: { version: number; files: object[] }) => void, names: string[]): Promise<void> {
  await write()
  const list = JSON.parse(await readFile(file('data/backup.json'), 'utf8'))
  change(list)
  await writeFile(file('data/backup.json'), JSON.stringify(list))
  await create({ file: archive(), cwd: file('data'), gzip: true, preservePaths: true }, names)
}
const all = ['backup.json', 'version', 'mail/a letter.eml']

test('an archive contains every file, is only for its owner, and is extracted without its list', async () => {
  const contents = await write()
  expect(contents.files.map(({ name, size }) => [name, size])).toEqual([
    ['mail/a letter.eml', 100_000],
    ['version', 2],
  ])
  expect(await checkArchive(archive())).toEqual(contents)
  expect((await stat(archive())).mode & 0o777).toBe(0o600)
  await mkdir(file('restored'))
  await extractArchive(archive(), file('restored'))
  expect((await readdir(file('restored'), { recursive: true })).sort()).toEqual([
    'mail',
    'mail/a letter.eml',
    'version',
  ])
  expect(await readFile(file('restored/version'), 'utf8')).toBe('1\n')
  expect((await readdir(folder)).sort()).toEqual(['backup.tar.gz', 'data', 'restored'])
})

test.each([
  ['cut off', async () => truncate(archive(), (await stat(archive())).size - 20), /not a whole backup/],
  ['empty', () => truncate(archive(), 0), /not a whole backup/],
  ['no archive', () => writeFile(archive(), 'hello'.repeat(500)), /not a whole backup/],
  ['an archive of something else', () => pack(() => {}, ['version']), /does not begin with backup\.json/],
  ['without a file of its list', () => pack(() => {}, all.slice(0, 2)), /a letter\.eml is missing/],
  ['with another file', () => pack((list) => list.files.pop(), all), /version does not belong in it/],
  ['a link to another place', () => pack(() => {}, [...all, '../data/version']), /does not belong in it/],
  ['a newer version', () => pack((list) => Object.assign(list, { version: 2 }), all), /version 2 of the format/],
  [
    'changed',
    async () => {
      await write()
      await writeFile(file('data/version'), '2\n')
      await create({ file: archive(), cwd: file('data'), gzip: true }, all)
    },
    /version is not what was backed up/,
  ],
])('an archive is refused that is %s', async (_name, damage, reason) => {
  await write()
  await damage()
  await expect(checkArchive(archive())).rejects.toThrow(reason)
})
