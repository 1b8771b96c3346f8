import { expect, test } from 'vitest'
import { createMessageId } from '../../../src/ses/message-id.ts'
import { readReturnAddress, returnAddress } from '../../../src/ses/relay/return-address.ts'

test('a return address names its mail, also in capitals, and fits into 64 characters', () => {
  const id = createMessageId(new Date('2026-03-01T07:00:00Z'))
  const address = returnAddress({ id, source: 'News <news@readers.press>' }, 'bounces@readers.press')
  expect(address.indexOf('@')).toBeLessThanOrEqual(64)
  expect(readReturnAddress(address)).toBe(id)
  expect(readReturnAddress(address.toUpperCase())).toBe(id)
})

test('without a bounce address, the sender gets the bounces', () => {
  expect(returnAddress({ id: 'x', source: 'News <news@readers.press>' })).toBe('news@readers.press')
  expect(readReturnAddress('news@readers.press')).toBeUndefined()
  expect(readReturnAddress('bounces+0123@readers.press')).toBeUndefined()
})
