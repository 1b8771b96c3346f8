import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createDatabaseFiles } from '../../src/host/database-files.ts'

test('compacting moves the logs into the databases; a closed database does not matter', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'database-files-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const databases = createDatabaseFiles()
  const [first, second] = ['first', 'second'].map((name) => databases.open(path.join(folder, name)))
  for (const sql of [first, second]) sql?.exec('CREATE TABLE t (n INTEGER)')
  second?.close()
  const log = path.join(folder, 'first-wal')
  expect(statSync(log).size).toBeGreaterThan(0)
  databases.compact()
  expect(statSync(log).size).toBe(0)
  first?.close()
})
