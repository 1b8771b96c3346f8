import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDatabaseFiles } from '../../src/host/database-files.ts'

let folder: string
const file = (name: string) => path.join(folder, name)

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'database-files-'))
  mkdirSync(file('items'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** Leaves a database with a hundred pages. */
function create(name: string): void {
  const sql = openDatabaseFiles(folder).open(file(name))
  sql.exec('CREATE TABLE IF NOT EXISTS t (text TEXT)')
  for (let row = 0; row < 100; row++) sql.prepare('INSERT INTO t VALUES (?)').run('x'.repeat(4000))
  sql.close()
}

test('compacting moves the logs into the databases; a closed database does not matter', () => {
  const databases = openDatabaseFiles(folder)
  const [first, second] = ['first', 'second'].map((name) => databases.open(file(name)))
  for (const sql of [first, second]) sql?.exec('CREATE TABLE t (n INTEGER)')
  second?.close()
  expect(statSync(file('first-wal')).size).toBeGreaterThan(0)
  databases.compact()
  expect(statSync(file('first-wal')).size).toBe(0)
  first?.close()
})

test.each([
  ['missing', () => rmSync(file('items/items.sqlite')), 'it is missing'],
  ['empty', () => truncateSync(file('items/items.sqlite')), 'it is empty, but had data'],
  ['half', () => truncateSync(file('items/items.sqlite'), 50 * 4096), 'database disk image is malformed'],
  ['foreign', () => writeFileSync(file('items/items.sqlite'), 'x'.repeat(10_000)), 'file is not a database'],
  ['not to be opened', () => mkdirSync(file('items/other.sqlite')), 'unable to open database file'],
])('a database that is %s is not opened, and not created anew', (_name, damage, reason) => {
  create('items/items.sqlite')
  create('schedules.db')
  damage()
  const damaged = file(reason.startsWith('unable') ? 'items/other.sqlite' : 'items/items.sqlite')
  const databases = openDatabaseFiles(folder)
  expect(() => databases.open(damaged)).toThrow(`The database ${damaged} is damaged: ${reason}.`)
  databases.open(file('schedules.db')).close() // the others can be opened
})

test('a folder of an earlier version has no list of its databases: an empty one beside others is damaged', () => {
  writeFileSync(file('items/items.sqlite'), '')
  openDatabaseFiles(folder).open(file('items/items.sqlite')).close() // the first start may have ended early
  create('schedules.db')
  rmSync(file('databases'))
  truncateSync(file('items/items.sqlite'))
  expect(() => openDatabaseFiles(folder).open(file('items/items.sqlite'))).toThrow('it is empty, but had data')
})

test('damage that is found later is reported with the name of the file', () => {
  create('items/items.sqlite')
  const content = readFileSync(file('items/items.sqlite'))
  writeFileSync(file('items/items.sqlite'), content.fill(7, 4096 * 5, 4096 * 60))
  const sql = openDatabaseFiles(folder).open(file('items/items.sqlite'))
  expect(() => sql.prepare('SELECT sum(length(text)) FROM t').get()).toThrow(
    `The database ${file('items/items.sqlite')} is damaged: a part of it cannot be read.`,
  )
  sql.close()
})
