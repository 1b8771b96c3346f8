import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openSqlite } from '../../src/host/sqlite.ts'

function open() {
  const folder = mkdtempSync(path.join(tmpdir(), 'sqlite-'))
  const sql = openSqlite(path.join(folder, 'new'), 'test.sqlite', 'CREATE TABLE IF NOT EXISTS t (n INTEGER)')
  onTestFinished(() => {
    sql.close()
    rmSync(folder, { recursive: true })
  })
  return { ...sql, count: () => sql.statement('SELECT count(*) AS n FROM t').get()?.n }
}

test('a transaction commits all of its work, or nothing if it throws', () => {
  const { statement, transaction, count } = open()
  const add = () => statement('INSERT INTO t VALUES (1)').run()
  const both = () => {
    add()
    add()
    return 'done'
  }
  expect(transaction(both)).toBe('done')
  expect(count()).toBe(2)
  expect(() =>
    transaction(() => {
      add()
      throw new Error('broken')
    }),
  ).toThrow('broken')
  expect(count()).toBe(2)
})

test('a statement is prepared once', () => {
  const { statement } = open()
  expect(statement('SELECT 1')).toBe(statement('SELECT 1'))
})
