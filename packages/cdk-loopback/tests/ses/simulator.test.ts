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

test('only addresses of the simulator are simulated', () => {
  expect(isSimulated('bounce@simulator.amazonses.com')).toBe(true)
  expect(isSimulated('bounce@simulator.amazonses.com.example')).toBe(false)
})
