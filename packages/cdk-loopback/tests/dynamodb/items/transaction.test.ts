import { TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import type { TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { startWithTable } from '../dynamodb-fixture.ts'

const TableName = 'things'

type Member = NonNullable<TransactWriteCommandInput['TransactItems']>[number]
type Step = {
  readonly kind: 'put' | 'add' | 'delete' | 'check'
  readonly sk: string
  readonly n: number
  readonly expected: boolean
}

/** Returns a member that requires its item to exist, or not to exist. */
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

test('transactions take effect entirely or not at all, as in a model', async () => {
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
        const transaction = transact(steps.map(toMember))
        if (fails.includes(true)) {
          await expect(transaction).rejects.toThrow(TransactionCanceledException)
          const codes = fails.map((failed) => ({ Code: failed ? 'ConditionalCheckFailed' : 'None' }))
          await expect(transaction).rejects.toMatchObject({ CancellationReasons: codes })
        } else {
          await transaction
          model = applyToModel(model, steps)
        }
        const stored = (await scan()).Items?.map(({ sk, n }) => [sk, n])
        expect(stored).toEqual([...model].toSorted())
      }
    }),
    { numRuns: 40 },
  )
})
