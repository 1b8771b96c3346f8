import fc from 'fast-check'
import { expect, test } from 'vitest'
import { subscribersPerPortion } from '../../../core/deliveries/limits.ts'
import {
  type BatchPlace,
  batchName,
  cutBatches,
  type Portion,
  packPortion,
  readBatchName,
  unpackPortion,
} from '../../../core/deliveries/portion.ts'
import { maximumCorrections, maximumIssueArticles } from '../../../core/issues/limits.ts'

const recipients = (count: number, articles = ['a', 'b']) =>
  Array.from({ length: count }, (_, n) => ({ subscriberId: `id-${n}`, articles }))

test('batches have at most 25 recipients, who may be mailed at the same time', () => {
  const noon = '2026-11-21T12:00:00.000Z'
  const batches = cutBatches(
    new Map([
      [undefined, recipients(30)],
      [noon, recipients(2)],
    ]),
  )
  expect(batches.map((batch) => [batch.recipients.length, batch.notBefore])).toEqual([
    [25, undefined],
    [5, undefined],
    [2, noon],
  ])
  expect(Object.keys(batches[0] ?? {})).toEqual(['recipients'])
  expect(cutBatches(new Map())).toEqual([])
})

test('a choice that many recipients have in common is stored once', () => {
  const packed = packPortion({ batches: [{ recipients: recipients(25) }, { recipients: recipients(25) }], next: 'x' })
  expect(packed).toMatchObject({ articles: ['a', 'b'], choices: ['0 1'] })
})

test('a portion whose recipients all have different choices fits into an item of DynamoDB', () => {
  const ids = Array.from({ length: maximumIssueArticles + maximumCorrections }, (_, n) => String(n).padStart(35, 'x'))
  const different = Array.from({ length: subscribersPerPortion }, (_, n) => {
    const rotated = [...ids.slice(n % ids.length), ...ids.slice(0, n % ids.length)]
    return { subscriberId: String(n).padStart(24, '0'), articles: rotated.slice(Math.floor(n / ids.length)) }
  })
  const packed = packPortion({ batches: cutBatches(new Map([[undefined, different]])), next: ids[0] })
  expect(packed.choices).toHaveLength(subscribersPerPortion)
  expect(JSON.stringify(packed).length).toBeLessThan(200_000)
})

test('every portion is the same after it was stored', () => {
  const choice = fc.array(fc.constantFrom('a', 'b', 'correction:c'), { maxLength: 3 })
  const batch = fc.record(
    {
      recipients: fc.array(fc.record({ subscriberId: fc.string(), articles: choice }, { noNullPrototype: true }), {
        minLength: 1,
        maxLength: 25,
      }),
      notBefore: fc.constant('2026-11-21T12:00:00.000Z'),
    },
    { requiredKeys: ['recipients'], noNullPrototype: true },
  )
  const portion: fc.Arbitrary<Portion> = fc.record({
    batches: fc.array(batch, { maxLength: 5 }),
    next: fc.option(fc.string(), { nil: undefined }),
  })
  fc.assert(
    fc.property(portion, (each) => {
      const packed = packPortion(each)
      expect(JSON.parse(JSON.stringify(packed))).toStrictEqual(packed) // DynamoDB stores no undefined fields
      expect({ ...unpackPortion(packed) }).toStrictEqual({ ...each })
    }),
  )
})

test('the name of a batch leads to its place', () => {
  const place = { shard: 'a', portion: 12, index: 3 }
  expect(batchName(place)).toBe('a-12-3')
  const anywhere: fc.Arbitrary<BatchPlace> = fc.record({
    shard: fc.constantFrom(...'0123456789abcdef'),
    ...{ portion: fc.integer({ min: 1 }), index: fc.nat() },
  })
  fc.assert(
    fc.property(anywhere, (each) => {
      expect(readBatchName(batchName(each))).toEqual(each)
    }),
  )
  for (const name of ['', 'a-0-1', 'g-1-1', 'a-1-1-1']) expect(() => readBatchName(name)).toThrow('Not the name')
})
