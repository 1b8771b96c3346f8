import { expect, test } from 'vitest'
import { DamagedDatabaseError, meansDamage } from '../../src/host/damage.ts'

test('the error for a damaged database names the file, and says what to do', () => {
  const error = new DamagedDatabaseError('/data/s3/s3.sqlite', 'it is missing')
  expect(error.message).toBe(
    'The database /data/s3/s3.sqlite is damaged: it is missing. Restore a backup of the data folder.',
  )
})

test('the error for a database that may not be read does not ask for a backup', () => {
  expect(new DamagedDatabaseError('/data/s3/s3.sqlite', 'EACCES', { isLocked: true }).message).toBe(
    'The database /data/s3/s3.sqlite cannot be used: EACCES. Let the user who runs the stack read and write it, then start again.',
  )
})

test.each([
  [new Error('database disk image is malformed'), true],
  ['X: Error: file is not a database', true],
  [new Error('database is locked'), false],
])('"%s" means that a database is damaged: %s', (error, expected) => expect(meansDamage(error)).toBe(expected))
