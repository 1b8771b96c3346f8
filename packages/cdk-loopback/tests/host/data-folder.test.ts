import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
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
  for (const each of [empty, earlier, foreign]) mkdirSync(each, { mode: 0o755 })
  writeFileSync(path.join(earlier, 'version'), '1\n')
  writeFileSync(path.join(foreign, 'notes.txt'), '')
  for (const each of folders) openDataFolder(each, setting).release()
  expect(folders.map(mode)).toEqual([0o700, 0o700, 0o700, 0o755])
})
