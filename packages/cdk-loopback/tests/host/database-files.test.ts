import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
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
  ['a folder', () => mkdirSync(file('items/other.sqlite')), 'it is a folder'],
])('a database that is %s is not opened, and not created anew', (_name, damage, reason) => {
  create('items/items.sqlite')
  create('schedules.db')
  damage()
  const damaged = file(reason === 'it is a folder' ? 'items/other.sqlite' : 'items/items.sqlite')
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

/** Fills pages in the middle of a database. */
function garble(name: string): void {
  const content = readFileSync(file(name))
  writeFileSync(file(name), content.fill(7, 4096 * 5, 4096 * 60))
}

/** Lets the next start believe that a database is as it was when it was closed. */
function vouchFor(name: string): void {
  const { size, mtimeNs } = statSync(file(name), { bigint: true })
  writeFileSync(file('checked'), JSON.stringify({ [name]: `${size} ${mtimeNs}` }))
}

test('a start reads the pages of every database that was not closed as it is now', () => {
  create('items/items.sqlite')
  garble('items/items.sqlite')
  const open = () => openDatabaseFiles(folder).open(file('items/items.sqlite'))
  expect(open).toThrow('is damaged: a part of it cannot be read.')
  vouchFor('items/items.sqlite')
  open().close()
  writeFileSync(file('items/items.sqlite-wal'), '') // left by a process that was killed
  expect(open).toThrow('is damaged: a part of it cannot be read.')
})

test('closing remembers the databases, except after damage', () => {
  create('items/items.sqlite')
  const databases = openDatabaseFiles(folder)
  databases.open(file('items/items.sqlite')).close()
  databases.close()
  const checked = readFileSync(file('checked'), 'utf8')
  expect(Object.keys(JSON.parse(checked))).toEqual(['items/items.sqlite'])
  rmSync(file('checked'))
  truncateSync(file('items/items.sqlite'))
  const damaged = openDatabaseFiles(folder)
  damaged.folderOf('items/items.sqlite')
  damaged.close()
  expect(existsSync(file('checked'))).toBe(false)
})

test('damage that is found later is reported with the name of the file, and seals every database', () => {
  create('items/items.sqlite')
  create('schedules.db')
  garble('items/items.sqlite')
  vouchFor('items/items.sqlite')
  const found: string[] = []
  const databases = openDatabaseFiles(folder, { onDamage: ({ file }) => void found.push(file) })
  const [sql, other] = ['items/items.sqlite', 'schedules.db'].map((name) => databases.open(file(name)))
  const insertion = other?.prepare("INSERT INTO t VALUES ('')")
  insertion?.run()
  const message = `The database ${file('items/items.sqlite')} is damaged: a part of it cannot be read.`
  expect(() => [...(sql?.prepare('SELECT length(text) FROM t').iterate() ?? [])]).toThrow(message)
  expect(() => sql?.prepare('SELECT sum(length(text)) FROM t').get()).toThrow(message)
  expect(() => insertion?.run()).toThrow('attempt to write a readonly database')
  expect(other?.prepare('SELECT count(*) AS n FROM t').get()).toEqual({ n: 101 })
  expect(found).toEqual([file('items/items.sqlite')])
  expect(() => databases.snapshot()).toThrow(message)
  sql?.close()
  other?.close()
})

test('a service whose database is damaged opens in an empty folder, and fails once the databases are sealed', () => {
  create('items/items.sqlite')
  create('schedules.db')
  writeFileSync(file('items/body'), '')
  truncateSync(file('items/items.sqlite'))
  const databases = openDatabaseFiles(folder)
  expect(databases.folderOf('schedules.db')).toBe(folder)
  const empty = databases.folderOf('items/items.sqlite')
  expect(readdirSync(empty)).toEqual([])
  const sql = databases.open(path.join(empty, 'items.sqlite'))
  sql.exec('CREATE TABLE t (n INTEGER)')
  const insertion = sql.prepare('INSERT INTO t VALUES (1)')
  insertion.run()
  databases.seal()
  expect(() => insertion.run()).toThrow('it is empty, but had data')
  expect(() => sql.prepare('SELECT * FROM t')).toThrow('it is empty, but had data')
  expect(databases.damages.map((damage) => damage.file)).toEqual([file('items/items.sqlite')])
  databases.close()
  expect(existsSync(empty)).toBe(false)
  expect(readdirSync(file('items'))).toEqual(['body', 'items.sqlite'])
})

test('a database that this user may not write is not damaged', () => {
  create('items/items.sqlite')
  chmodSync(file('items/items.sqlite'), 0o400)
  const open = () => openDatabaseFiles(folder).open(file('items/items.sqlite'))
  expect(() => withoutRoot(open)).toThrow('cannot be used: EACCES')
})

/** Runs a function as the owner of the database, without the rights of root, who can write everything. */
function withoutRoot<Result>(run: () => Result): Result {
  if (process.getuid?.() !== 0) return run()
  const nobody = 65534
  for (const owned of [folder, ...['databases', 'items', 'items/items.sqlite'].map(file)])
    chownSync(owned, nobody, nobody)
  process.seteuid?.(nobody)
  try {
    return run()
  } finally {
    process.seteuid?.(0)
  }
}
