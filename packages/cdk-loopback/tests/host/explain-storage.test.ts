import { expect, test } from 'vitest'
import { DamagedDatabaseError } from '../../src/host/damage.ts'
import { explainStorage } from '../../src/host/explain-storage.ts'

const storage = {
  check: (error: unknown) => String(error).includes('ENOSPC'),
  describe: () => 'The disk of /data is full (4 KB free): nothing was stored.',
}

test('a service answers that nothing can be stored, with an error that clients retry', () => {
  const answer = explainStorage(new Error('ENOSPC'), 's3', storage)
  expect(answer).toMatchObject({ code: 'ServiceUnavailable', status: 503 })
  expect(answer?.message).toMatch(/^The disk of \/data is full \(4 KB free\): nothing was stored\./)
  expect(explainStorage(new Error('EACCES'), 's3', storage)).toBeUndefined()
})

test('SES throttles, so that a sender knows that the mail was not accepted', () => {
  expect(explainStorage(new Error('ENOSPC'), 'ses', storage)).toMatchObject({ code: 'Throttling', status: 400 })
})

test('the answer about a damaged database names it', () => {
  const error = new DamagedDatabaseError('/data/dynamodb/dynamodb.sqlite', 'a part of it cannot be read')
  const message = expect.stringContaining('The database /data/dynamodb/dynamodb.sqlite is damaged')
  expect(explainStorage(error, 'dynamodb', storage)).toMatchObject({ status: 500, message })
})
