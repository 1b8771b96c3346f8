import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { startWithTable } from '../dynamodb-fixture.ts'
import { item, key, valuesOf } from './condition-fixture.ts'

const conditions: [string, boolean][] = [
  ['n = :five', true],
  ['n <> :five', false],
  ['n < :ten AND n > :one AND n <= :five AND n >= :five', true],
  ['n = :hello', false],
  ['n <> :hello', true],
  ['n < :hello', false],
  ['NOT n < :hello', true],
  ['absent = :one', false],
  ['absent <> :one', true],
  ['absent < :one', false],
  ['nest.egg.n = :ten', true],
  ['mixed[1] > :five', true],
  ['mixed[2] = :deep', true],
  ['mixed[9] = :one', false],
  ['tags = :sameTags', true],
  ['bytes = :bytes', true],
  ['astral > :high', true],
  ['n BETWEEN :one AND :ten', true],
  ['n BETWEEN :one AND :two', false],
  ['n IN (:one, :five)', true],
  ['n IN (:one, :hello)', false],
  ['attribute_exists(nest.egg)', true],
  ['attribute_exists(nest.absent)', false],
  ['attribute_not_exists(absent)', true],
  ['attribute_not_exists(hasOwnProperty)', true],
  ['attribute_not_exists(nothing)', false],
  ['attribute_type(word, :S)', true],
  ['attribute_type(mixed, :L)', true],
  ['attribute_type(nothing, :NULL)', true],
  ['attribute_type(absent, :S)', false],
  ['begins_with(word, :he)', true],
  ['begins_with(word, :ell)', false],
  ['begins_with(bytes, :bytesStart)', true],
  ['begins_with(n, :he)', false],
  ['contains(word, :ell)', true],
  ['contains(tags, :p)', true],
  ['contains(tags, :x)', false],
  ['contains(numbers, :two)', true],
  ['contains(tags, :two)', false],
  ['contains(mixed, :x)', true],
  ['contains(mixed, :deep)', true],
  ['contains(bytes, :bytesStart)', true],
  ['contains(n, :five)', false],
  ['size(word) = :five', true],
  ['size(astral) = :two', true],
  ['size(bytes) > :two', true],
  ['size(mixed) > size(tags)', true],
  ['size(nest) = :one', true],
  ['size(n) = :one', false],
  ['size(absent) = :one', false],
  // NOT before AND before OR
  ['n = :five OR n = :one AND n = :two', true],
  ['(n = :five OR n = :one) AND n = :two', false],
  ['NOT n = :one AND n = :five', true],
  ['NOT (n = :five OR n = :one)', false],
  ['NOT NOT n = :five', true],
  ['(n) = (:five)', true],
  ['n = :five and not (n = :one) Or n = :two', true],
]

test('a write takes effect only if its condition holds', async () => {
  const { put, get } = await startWithTable()
  await put(item)
  for (const [condition, expected] of conditions) {
    const write = put(
      { ...item, condition },
      { ConditionExpression: condition, ExpressionAttributeValues: valuesOf(condition) },
    )
    if (expected) await write
    else await expect(write, condition).rejects.toThrow(ConditionalCheckFailedException)
    expect((await get(key))?.condition === condition, condition).toBe(expected)
  }
})

test('a filter selects by the same conditions', async () => {
  const { put, scan } = await startWithTable()
  await put(item)
  for (const [condition, expected] of conditions) {
    const { Count, ScannedCount } = await scan({
      FilterExpression: condition,
      ExpressionAttributeValues: valuesOf(condition),
    })
    expect([condition, Count, ScannedCount]).toEqual([condition, expected ? 1 : 0, 1])
  }
})

test('a missing item has no attributes', async () => {
  const { put, update, remove, get } = await startWithTable()
  const failed = { name: 'ConditionalCheckFailedException', message: 'The conditional request failed' }
  const exists = { ConditionExpression: 'attribute_exists(pk)' }
  await expect(put(item, exists)).rejects.toMatchObject(failed)
  await expect(update(key, 'REMOVE n', exists)).rejects.toMatchObject(failed)
  await expect(remove(key, exists)).rejects.toMatchObject(failed)
  expect(await get(key)).toBeUndefined()
  await put(item, { ConditionExpression: 'attribute_not_exists(pk)' })
})

test('the error contains the item on request', async () => {
  const { put, update, remove } = await startWithTable()
  await put({ ...key, n: 1 })
  const more = {
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const
  const withItem = { Item: { pk: { S: 'a' }, sk: { S: '1' }, n: { N: '1' } } }
  await expect(put(key, more)).rejects.toMatchObject(withItem)
  await expect(update(key, 'REMOVE n', more)).rejects.toMatchObject(withItem)
  await expect(remove(key, more)).rejects.toMatchObject(withItem)
  const quiet = { ConditionExpression: 'attribute_not_exists(pk)' }
  await expect(put(key, quiet)).rejects.toMatchObject({ Item: undefined })
})
