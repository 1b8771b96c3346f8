import { expect, test } from 'vitest'
import { mailDelay, relayDelay } from '../../../src/ses/relay/retry.ts'

test('pauses double up to a limit', () => {
  expect([1, 2, 3, 7, 99].map((attempts) => mailDelay(attempts) / 60_000)).toEqual([1, 2, 4, 60, 60])
  expect([1, 2, 3, 6, 99].map((failures) => relayDelay(failures) / 60_000)).toEqual([0.5, 1, 2, 15, 15])
})
