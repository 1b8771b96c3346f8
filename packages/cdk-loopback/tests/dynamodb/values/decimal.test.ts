import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encodeScalar } from '../../../src/dynamodb/keys/key-encoding.ts'
import { addNumbers, compareNumbers, normalizeNumber } from '../../../src/dynamodb/values/decimal.ts'

const scale = 10n ** 140n

/** A DynamoDB number as text, and its exact value times 10^140. */
const decimal = fc
  .record({
    negative: fc.boolean(),
    digits: fc.bigInt({ min: 0n, max: 10n ** 20n - 1n }),
    exponent: fc.integer({ min: -100, max: 100 }),
  })
  .map(({ negative, digits, exponent }) => {
    const value = (digits * scale * 10n ** BigInt(exponent + 140)) / 10n ** 140n
    return { text: `${negative ? '-' : ''}${digits}e${exponent}`, value: negative ? -value : value }
  })

const sign = (value: bigint | number) => (value < 0 ? -1 : value > 0 ? 1 : 0)

test('encoded numbers sort like the numbers', () => {
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      const [one, other] = [a, b].map(({ text }) => encodeScalar({ N: normalizeNumber(text) }))
      expect(sign(Buffer.compare(one ?? Buffer.of(), other ?? Buffer.of()))).toBe(sign(a.value - b.value))
      expect(sign(compareNumbers(normalizeNumber(a.text), normalizeNumber(b.text)))).toBe(sign(a.value - b.value))
    }),
  )
})

test('normalizing keeps the value, and equal values get the same form', () => {
  fc.assert(
    fc.property(decimal, fc.nat(10), ({ text, value }, zeros) => {
      const normal = normalizeNumber(text)
      expect(normal).toMatch(/^(0|-?(0|[1-9]\d*)(\.\d*[1-9])?)$/)
      const [whole = '', fraction = ''] = normal.replace('-', '').split('.')
      const exact = BigInt(whole + fraction.padEnd(140, '0'))
      expect(normal.startsWith('-') ? -exact : exact).toBe(value)
      const padded = normal.includes('.') ? normal + '0'.repeat(zeros) : `${normal}.${'0'.repeat(zeros)}`
      expect(normalizeNumber(padded)).toBe(normal)
    }),
  )
})

test('numbers are added exactly', () => {
  const cents = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n })
  const text = (value: bigint) => normalizeNumber(`${value}e-2`)
  fc.assert(
    fc.property(cents, cents, (a, b) => {
      expect(addNumbers(text(a), text(b))).toBe(text(a + b))
    }),
  )
})
