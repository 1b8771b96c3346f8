import { expect, test } from 'vitest'
import { DamagedDatabaseError } from '../../src/host/damage.ts'
import { explainStorage } from '../../src/host/explain-storage.ts'

const disk = {
  check: (error: unknown) => String(error).includes('ENOSPC'),
  isFull: true,
  room: async () => {},
  describe: () => 'The disk of /data is full (4 KB free)',
  close: () => {},
}

test('a service answers that the disk is full, with an error that clients retry', () => {
  const answer = explainStorage(new Error('ENOSPC'), 's3', disk)
  expect(answer).toMatchObject({ code: 'ServiceUnavailable', status: 503 })
  expect(answer?.message).toMatch(/^The disk of \/data is full \(4 KB free\): nothing was stored\./)
  expect(explainStorage(new Error('EACCES'), 's3', disk)).toBeUndefined()
})

test('SES throttles, so that a sender knows that the mail was not accepted', () => {
  expect(explainStorage(new Error('ENOSPC'), 'ses', disk)).toMatchObject({ code: 'Throttling', status: 400 })
})

test('the answer about a damaged database names it', () => {
  const error = new DamagedDatabaseError('/data/dynamodb/dynamodb.sqlite', 'a part of it cannot be read')
  const message = expect.stringContaining('The database /data/dynamodb/dynamodb.sqlite is damaged')
  expect(explainStorage(error, 'dynamodb', disk)).toMatchObject({ status: 500, message })
})
