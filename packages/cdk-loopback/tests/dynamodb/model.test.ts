import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { define, keySchema, startWithTable } from './dynamodb-fixture.ts'

const TableName = 'things'

test('paging through a query gives what a sort and a slice would', async () => {
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
        const found: unknown[] = []
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
          found.push(...(page.Items ?? []))
          expect(page.Count).toBeLessThanOrEqual(limit)
          ExclusiveStartKey = page.LastEvaluatedKey
        } while (ExclusiveStartKey)
        const model = items
          .filter((one) => one[attribute] === value && one.sk >= low && one.sk <= high)
          .toSorted((a, b) => a.sk - b.sk || (a.pk < b.pk ? -1 : 1))
        expect(found).toEqual(forward ? model : model.toReversed())
      }
    }),
    { numRuns: 40 },
  )
})

type Member = NonNullable<TransactWriteCommandInput['TransactItems']>[number]
type Step = {
  readonly kind: 'put' | 'add' | 'delete' | 'check'
  readonly sk: string
  readonly n: number
  readonly expected: boolean
}

/** A member that wants its item to be there, or not to be there. */
function toMember({ kind, sk, n, expected }: Step): Member {
  const ConditionExpression = expected ? 'attribute_exists(pk)' : 'attribute_not_exists(pk)'
  const keyed = { TableName, Key: { pk: 'a', sk }, ConditionExpression }
  if (kind === 'put') return { Put: { TableName, Item: { pk: 'a', sk, n }, ConditionExpression } }
  if (kind === 'delete') return { Delete: keyed }
  if (kind === 'check') return { ConditionCheck: keyed }
  return { Update: { ...keyed, UpdateExpression: 'ADD n :n', ExpressionAttributeValues: { ':n': n } } }
}

function applyToModel(model: ReadonlyMap<string, number>, steps: readonly Step[]): ReadonlyMap<string, number> {
  const after = new Map(model)
  for (const { kind, sk, n } of steps) {
    if (kind === 'put') after.set(sk, n)
    else if (kind === 'add') after.set(sk, (after.get(sk) ?? 0) + n)
    else if (kind === 'delete') after.delete(sk)
  }
  return after
}

test('transactions do all they say or nothing, as in a model', async () => {
  const { transact, scan, remove } = await startWithTable()
  const step: fc.Arbitrary<Step> = fc.record({
    kind: fc.constantFrom('put', 'add', 'delete', 'check'),
    sk: fc.constantFrom('1', '2', '3', '4'),
    n: fc.integer({ min: -9, max: 9 }),
    expected: fc.boolean(),
  })
  const transaction = fc.uniqueArray(step, { minLength: 1, maxLength: 3, selector: ({ sk }) => sk })
  await fc.assert(
    fc.asyncProperty(fc.array(transaction, { maxLength: 12 }), async (transactions) => {
      for (const old of (await scan()).Items ?? []) await remove({ pk: old.pk, sk: old.sk })
      let model: ReadonlyMap<string, number> = new Map()
      for (const steps of transactions) {
        const fails = steps.map(({ sk, expected }) => model.has(sk) !== expected)
        const done = transact(steps.map(toMember))
        if (fails.includes(true)) {
          await expect(done).rejects.toThrow(TransactionCanceledException)
          const codes = fails.map((failed) => ({ Code: failed ? 'ConditionalCheckFailed' : 'None' }))
          await expect(done).rejects.toMatchObject({ CancellationReasons: codes })
        } else {
          await done
          model = applyToModel(model, steps)
        }
        const stored = (await scan()).Items?.map(({ sk, n }) => [sk, n])
        expect(stored).toEqual([...model].toSorted())
      }
    }),
    { numRuns: 40 },
  )
})
