import { expect, test } from 'vitest'
import { explainFullDisk } from '../../src/host/full-disk.ts'

const disk = {
  check: (error: unknown) => String(error).includes('ENOSPC'),
  isFull: true,
  room: async () => {},
  describe: () => 'The disk of /data is full (4 KB free)',
  close: () => {},
}

test('a service answers that the disk is full, with an error that clients retry', () => {
  const answer = explainFullDisk(new Error('ENOSPC'), 's3', disk)
  expect(answer).toMatchObject({ code: 'ServiceUnavailable', status: 503 })
  expect(answer?.message).toMatch(/^The disk of \/data is full \(4 KB free\): nothing was stored\./)
  expect(explainFullDisk(new Error('EACCES'), 's3', disk)).toBeUndefined()
})

test('SES throttles, so that a sender knows that the mail was not accepted', () => {
  expect(explainFullDisk(new Error('ENOSPC'), 'ses', disk)).toMatchObject({ code: 'Throttling', status: 400 })
})
