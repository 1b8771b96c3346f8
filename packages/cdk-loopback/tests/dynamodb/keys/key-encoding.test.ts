import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeKey, isWithin, openPart, prefixInterval } from '../../../src/dynamodb/keys/key-encoding.ts'

const sign = (value: bigint | number) => (value < 0 ? -1 : value > 0 ? 1 : 0)

const bytes = fc.uint8Array({ maxLength: 4, max: 3 }).map((array) => Buffer.from(array))

test('the keys of a partition are contiguous and sort by their parts', () => {
  fc.assert(
    fc.property(bytes, bytes, bytes, bytes, bytes, (partition, other, a, b, tie) => {
      expect(sign(Buffer.compare(encodeKey(partition, a, tie), encodeKey(partition, b)))).toBe(
        sign(Buffer.compare(a, b)) || 1,
      )
      expect(isWithin(encodeKey(other, a), prefixInterval(encodeKey(partition)))).toBe(other.equals(partition))
    }),
  )
})

test('the keys that begin with a prefix form an interval', () => {
  fc.assert(
    fc.property(bytes, bytes, bytes, (partition, part, prefix) => {
      const interval = prefixInterval(openPart(encodeKey(partition), prefix))
      const begins = part.subarray(0, prefix.length).equals(prefix)
      expect(isWithin(encodeKey(partition, part), interval)).toBe(begins)
    }),
  )
})
