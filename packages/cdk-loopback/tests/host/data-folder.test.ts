import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { openDataFolder } from '../../src/host/data-folder.ts'

let folder: string

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'data-folder-'))
})

const setting = '--data'

afterEach(() => rmSync(folder, { recursive: true }))

test('a missing folder is created, and can be opened again after its release', () => {
  const data = path.join(folder, 'a', 'b')
  const first = openDataFolder(data, setting)
  expect(first.path).toBe(data)
  expect(existsSync(path.join(data, 'version'))).toBe(true)
  first.release()
  openDataFolder(data, setting).release()
})

test('a folder in use is refused; the error names the process and the folder', () => {
  const first = openDataFolder(folder, setting)
  expect(() => openDataFolder(folder, setting)).toThrow(
    `The data folder ${folder} is in use by process ${process.pid}: stop it, or choose another one with --data.`,
  )
  first.release()
})

test('the lock of another process ends when the process is killed', async () => {
  const module = path.resolve(import.meta.dirname, '../../src/host/data-folder.ts')
  const code = `import { openDataFolder } from ${JSON.stringify(module)}
    globalThis.kept = openDataFolder(${JSON.stringify(folder)}, 'data') // an unused lock would be garbage-collected
    console.log('locked'); setInterval(() => {}, 1e6)`
  const child = spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'inherit'] })
  onTestFinished(() => void child.kill('SIGKILL'))
  await once(child.stdout, 'data')
  expect(() => openDataFolder(folder, setting)).toThrow(`in use by process ${child.pid}`)
  child.kill('SIGKILL')
  await once(child, 'exit')
  openDataFolder(folder, setting).release()
})

test('data of another format version is refused with both versions and advice', () => {
  writeFileSync(path.join(folder, 'version'), '7\n')
  expect(() => openDataFolder(folder, setting)).toThrow(
    `The data folder ${folder} has format version 7, this program reads version 1: move the folder away, or choose another one with --data.`,
  )
})

test('a folder that cannot be created is refused with advice', () => {
  const file = path.join(folder, 'file')
  writeFileSync(file, '')
  expect(() => openDataFolder(path.join(file, 'data'), setting)).toThrow(/cannot be used \(ENOTDIR.*--data/)
})

test('only the owner may enter a data folder, also one of an earlier version; a folder with other things stays open', () => {
  const mode = (each: string) => statSync(each).mode & 0o777
  const folders = ['new', 'empty', 'earlier', 'foreign'].map((name) => path.join(folder, name))
  const [, empty = '', earlier = '', foreign = ''] = folders
  for (const each of [empty, earlier, foreign]) {
    mkdirSync(each)
    chmodSync(each, 0o755)
  }
  writeFileSync(path.join(earlier, 'version'), '1\n')
  writeFileSync(path.join(foreign, 'notes.txt'), '')
  for (const each of folders) openDataFolder(each, setting).release()
  expect(folders.map(mode)).toEqual([0o700, 0o700, 0o700, 0o755])
})

test('what an earlier version wrote for everybody is closed, but not what others keep in the folder', () => {
  const mode = (name: string) => statSync(path.join(folder, name)).mode & 0o777
  for (const each of ['s3/bodies/a1', 'notes']) mkdirSync(path.join(folder, each), { recursive: true })
  for (const each of ['s3', 's3/bodies', 's3/bodies/a1']) chmodSync(path.join(folder, each), 0o755)
  const own = ['version', 'schedules.db-wal', 's3/s3.sqlite', 's3/bodies/a1/body']
  const foreign = ['notes/run.sh', 'elsewhere']
  for (const each of [...own, ...foreign]) {
    writeFileSync(path.join(folder, each), '1\n')
    chmodSync(path.join(folder, each), 0o755)
  }
  symlinkSync(path.join(folder, 'elsewhere'), path.join(folder, 's3/link'))
  openDataFolder(folder, setting).release()
  expect([...own, 'pid', 'lock.db'].map(mode)).toEqual(Array(6).fill(0o600))
  expect(['s3', 's3/bodies', 's3/bodies/a1', '.'].map(mode)).toEqual(Array(4).fill(0o700))
  expect(foreign.map(mode)).toEqual([0o755, 0o755])
})

test('files and folders that a stack creates from then on are closed to others', () => {
  openDataFolder(folder, setting).release()
  mkdirSync(path.join(folder, 'mail'))
  writeFileSync(path.join(folder, 'mail', '1.eml'), '')
  expect(statSync(path.join(folder, 'mail')).mode & 0o777).toBe(0o700)
  expect(statSync(path.join(folder, 'mail', '1.eml')).mode & 0o777).toBe(0o600)
})
