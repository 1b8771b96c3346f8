import fc from 'fast-check'
import { expect, test } from 'vitest'
import { define, keySchema, startWithTable } from '../dynamodb-fixture.ts'

test('the pages of a query equal slices of the sorted items', async () => {
  const { put, query, scan, remove } = await startWithTable({
    AttributeDefinitions: define('pk:S', 'sk:N', 'color:S'),
    GlobalSecondaryIndexes: [
      { IndexName: 'by-color', KeySchema: keySchema('color', 'sk'), Projection: { ProjectionType: 'ALL' } },
    ],
  })
  const number = fc.integer({ min: -5, max: 5 }).map((value) => value / 2)
  const item = fc.record({ pk: fc.constantFrom('p', 'q'), sk: number, color: fc.constantFrom('red', 'blue') })
  const plan = fc.record({
    items: fc.uniqueArray(item, { maxLength: 12, selector: ({ pk, sk }) => `${pk} ${sk}` }),
    bounds: fc.tuple(number, number).map(([a, b]) => ({ low: Math.min(a, b), high: Math.max(a, b) })),
    limit: fc.integer({ min: 1, max: 4 }),
    forward: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(plan, async ({ items, bounds: { low, high }, limit, forward }) => {
      for (const old of (await scan()).Items ?? []) await remove({ pk: old.pk, sk: old.sk })
      for (const one of items) await put(one)
      const sources = [
        { attribute: 'pk', value: 'p', IndexName: undefined },
        { attribute: 'color', value: 'red', IndexName: 'by-color' },
      ] as const
      for (const { attribute, value, IndexName } of sources) {
        const pages: unknown[] = []
        let ExclusiveStartKey: Record<string, unknown> | undefined
        do {
          const page = await query({
            IndexName,
            KeyConditionExpression: `${attribute} = :v AND sk BETWEEN :low AND :high`,
            ExpressionAttributeValues: { ':v': value, ':low': low, ':high': high },
            Limit: limit,
            ScanIndexForward: forward,
            ExclusiveStartKey,
          })
          pages.push(...(page.Items ?? []))
          expect(page.Count).toBeLessThanOrEqual(limit)
          ExclusiveStartKey = page.LastEvaluatedKey
        } while (ExclusiveStartKey)
        const model = items
          .filter((one) => one[attribute] === value && one.sk >= low && one.sk <= high)
          .toSorted((a, b) => a.sk - b.sk || (a.pk < b.pk ? -1 : 1))
        expect(pages).toEqual(forward ? model : model.toReversed())
      }
    }),
    { numRuns: 40 },
  )
})
