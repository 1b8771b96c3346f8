import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Listed, type ListPage, listKeys } from '../../../src/s3/buckets/key-listing.ts'
import { byBytes, entriesOf, query } from './listing-model.ts'

test('pages of any size add up to the whole list', () => {
  fc.assert(
    fc.property(query, ({ keys, prefix, delimiter, after, maxKeys }) => {
      const sorted = [...keys].sort(byBytes).map((key) => ({ key }))
      const source = (first: Buffer, limit: number) =>
        sorted.filter(({ key }) => Buffer.compare(Buffer.from(key), first) >= 0).slice(0, limit)
      const expected = entriesOf(keys, prefix, delimiter, after)
      for (let position = 0, next: string | undefined = after; next !== undefined; ) {
        const page: ListPage<Listed> = listKeys(source, { prefix, delimiter, maxKeys, after: next })
        const entries = [...page.contents.map(({ key }) => key), ...page.commonPrefixes].sort(byBytes)
        expect(entries).toEqual(expected.slice(position, position + maxKeys))
        position += entries.length
        expect(page.next === undefined).toBe(position >= expected.length)
        next = page.next
      }
    }),
    { numRuns: 1000 },
  )
})
