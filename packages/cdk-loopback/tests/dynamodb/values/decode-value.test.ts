import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { invalid, startWithTable } from '../dynamodb-fixture.ts'

const key = { pk: 'a', sk: '1' }

test('every type is returned unchanged', async () => {
  const { put, get } = await startWithTable()
  const item = {
    ...key,
    text: 'Ünïcode 😀',
    empty: '',
    number: -1.5e-7,
    bytes: new Uint8Array([0, 1, 255]),
    nothing: null,
    yes: true,
    list: [1, 'two', [3], { four: 4 }],
    map: { a: { b: { c: [] } } },
    texts: new Set(['x', 'y']),
    numbers: new Set([1, 2.5]),
  }
  await put(item)
  expect(await get(key)).toEqual(item)
})

test('attributes may have the names of properties that every object inherits', async () => {
  const { put, get, update } = await startWithTable()
  const more = {
    ExpressionAttributeNames: { '#p': '__proto__', '#c': 'constructor' },
    ExpressionAttributeValues: { ':p': { x: 1 }, ':c': 'c' },
  }
  await update(key, 'SET #p = :p, #c = :c', more)
  await update(key, 'SET #p = :p', { ...more, ConditionExpression: '#p = :p AND #c = :c' })
  const ExpressionAttributeNames = { '#c': 'constructor' }
  const item = await get(key, { ProjectionExpression: 'hasOwnProperty, #c', ExpressionAttributeNames })
  expect(item).toEqual({ constructor: 'c' })
  await put({ ...key, toString: 'text' })
  expect(await get(key)).toEqual({ ...key, toString: 'text' })
})

const store = (raw: DynamoDBClient, value: object) =>
  // The type does not allow the invalid values that the tests need.
  raw.send(new PutItemCommand({ TableName: 'things', Item: { pk: { S: 'a' }, sk: { S: '1' }, v: value as never } }))

test.each([
  ['12345678901234567890123456789012345678', '12345678901234567890123456789012345678'],
  ['-0.00100', '-0.001'],
  ['+1.50E+3', '1500'],
  ['1e-130', `0.${'0'.repeat(129)}1`],
  ['9.9E125', `99${'0'.repeat(124)}`],
  ['-0', '0'],
  ['.5', '0.5'],
])('the number %s is stored as %s', async (text, stored) => {
  const { raw } = await startWithTable()
  await store(raw, { N: text })
  const Key = { pk: { S: 'a' }, sk: { S: '1' } }
  const { Item } = await raw.send(new GetItemCommand({ TableName: 'things', Key }))
  expect(Item?.v).toEqual({ N: stored })
})

test.each([
  [{ N: '123456789012345678901234567890123456789' }, 'Attempting to store more than 38 significant digits in a Number'],
  [{ N: '1e126' }, 'Number overflow. Attempting to store a number with magnitude larger than supported range'],
  [{ N: '1e-131' }, 'Number underflow. Attempting to store a number with magnitude smaller than supported range'],
  [{ N: '1e999999999999' }, 'Number overflow. Attempting to store a number with magnitude larger than supported range'],
  [{ N: 'one' }, 'The parameter cannot be converted to a numeric value: one'],
  [{ N: '' }, 'The parameter cannot be converted to a numeric value'],
  [{ SS: [] }, 'One or more parameter values were invalid: An string set  may not be empty'],
  [{ SS: ['x', 'x'] }, 'One or more parameter values were invalid: Input collection [x, x] contains duplicates.'],
  [{ NS: ['1', '1.0'] }, 'One or more parameter values were invalid: Input collection [1, 1] contains duplicates.'],
  [
    { NULL: false },
    'One or more parameter values were invalid: Null attribute value types must have the value of true',
  ],
  [{ L: [{ M: { x: { N: 'one' } } }] }, 'The parameter cannot be converted to a numeric value: one'],
])('the value %j is refused', async (value, message) => {
  const { raw } = await startWithTable()
  await expect(store(raw, value)).rejects.toMatchObject(invalid(message))
})

test('values may nest 32 levels deep and no deeper', async () => {
  const { put } = await startWithTable()
  const nest = (levels: number): unknown => (levels === 0 ? 'x' : [nest(levels - 1)])
  await put({ ...key, deep: nest(32) })
  await expect(put({ ...key, deep: nest(33) })).rejects.toMatchObject(
    invalid('Nesting Levels have exceeded supported limits'),
  )
})

test('a lone surrogate is refused because it has no UTF-8 form', async () => {
  const { put } = await startWithTable()
  await expect(put({ pk: '\ud800', sk: '1' })).rejects.toMatchObject({ name: 'SerializationException' })
})
