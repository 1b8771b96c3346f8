import { expect, test } from 'vitest'
import { isSimulated, sortByOutcome } from '../../src/ses/simulator.ts'

test('the simulator decides the outcome by mailbox, with or without a label', () => {
  const outcomes = sortByOutcome(
    [
      'reader@example.com',
      'success@simulator.amazonses.com',
      'bounce+7@simulator.amazonses.com',
      'suppressionlist@simulator.amazonses.com',
      'Complaint@Simulator.AmazonSES.com',
      'nobody@simulator.amazonses.com',
    ],
    'Hello',
  )
  expect(Object.fromEntries(outcomes)).toEqual({
    delivered: ['reader@example.com', 'success@simulator.amazonses.com'],
    bounced: ['bounce+7@simulator.amazonses.com', 'nobody@simulator.amazonses.com'],
    suppressed: ['suppressionlist@simulator.amazonses.com'],
    complained: ['Complaint@Simulator.AmazonSES.com'],
  })
})

test('an address on the account’s suppression list gets no mail, unless a virus stops all of it', () => {
  const destinations = ['ann@example.com', 'bob@example.com', 'success@simulator.amazonses.com']
  const reasonOf = (address: string) => (address.startsWith('ann') ? 'BOUNCE' : undefined)
  expect(Object.fromEntries(sortByOutcome(destinations, 'Hello', reasonOf))).toEqual({
    'listed for a bounce': ['ann@example.com'],
    delivered: ['bob@example.com', 'success@simulator.amazonses.com'],
  })
  const virus = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR'].join('')
  expect(Object.fromEntries(sortByOutcome(destinations, virus, reasonOf))).toEqual({ rejected: destinations })
})

test('only addresses of the simulator are simulated', () => {
  expect(isSimulated('bounce@simulator.amazonses.com')).toBe(true)
  expect(isSimulated('bounce@simulator.amazonses.com.example')).toBe(false)
})
