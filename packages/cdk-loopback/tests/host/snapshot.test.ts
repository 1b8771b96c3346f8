import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabaseFiles } from '../../src/host/database-files.ts'
import { removeSnapshots } from '../../src/host/snapshot.ts'

let folder: string
const file = (name: string) => path.join(folder, name)

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'snapshot-'))
  for (const name of ['items', 'mail', 'compile-cache']) mkdirSync(file(name))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('a snapshot has what was committed and stored before, and nothing that came later', () => {
  const databases = openDatabaseFiles(folder)
  const sql = databases.open(file('items/items.sqlite'))
  sql.exec('CREATE TABLE t (n INTEGER); INSERT INTO t VALUES (1)')
  for (const name of ['mail/a.eml', 'mail/b.eml.part', 'compile-cache/x', 'pid', 'stack.json', 'reserve', 'version'])
    writeFileSync(file(name), 'old')
  const snapshot = databases.snapshot()
  sql.exec('INSERT INTO t VALUES (2)')
  writeFileSync(file('version.new'), 'new')
  renameSync(file('version.new'), file('version'))
  rmSync(file('mail/a.eml'))

  expect(readdirSync(snapshot, { recursive: true }).sort()).toEqual(
    ['databases', 'items', 'items/items.sqlite', 'mail', 'mail/a.eml', 'version'].sort(),
  )
  expect(readFileSync(path.join(snapshot, 'version'), 'utf8')).toBe('old')
  const copy = new DatabaseSync(path.join(snapshot, 'items/items.sqlite'))
  expect(copy.prepare('SELECT n FROM t').all()).toEqual([{ n: 1 }])
  copy.close()
  expect(readdirSync(databases.snapshot())).not.toContain('snapshots')
  sql.close()
  removeSnapshots(folder)
  expect(existsSync(file('snapshots'))).toBe(false)
})

test('a snapshot that fails leaves nothing behind', () => {
  const databases = openDatabaseFiles(folder)
  databases.open(file('items/items.sqlite')).close()
  expect(() => databases.snapshot()).toThrow('database is not open')
  expect(readdirSync(file('snapshots'))).toEqual([])
})
