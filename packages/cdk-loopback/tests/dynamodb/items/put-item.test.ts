import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { define, invalid, keySchema, startWithTable } from '../dynamodb-fixture.ts'

const key = { pk: 'a', sk: '1' }

test('an item is replaced as a whole, and the old one is answered if asked for', async () => {
  const { put, get } = await startWithTable()
  expect(await put({ ...key, old: true })).not.toHaveProperty('Attributes')
  const { Attributes } = await put({ ...key, new: true }, { ReturnValues: 'ALL_OLD' })
  expect(Attributes).toEqual({ ...key, old: true })
  expect(await get(key)).toEqual({ ...key, new: true })
})

test('every type comes back as it was', async () => {
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

test('attributes may be named like what every object inherits', async () => {
  const { put, get, update } = await startWithTable()
  const more = {
    ExpressionAttributeNames: { '#p': '__proto__', '#c': 'constructor' },
    ExpressionAttributeValues: { ':p': { x: 1 }, ':c': 'c' },
  }
  await update(key, 'SET #p = :p, #c = :c', more)
  await update(key, 'SET #p = :p', { ...more, ConditionExpression: '#p = :p AND #c = :c' })
  const ExpressionAttributeNames = { '#c': 'constructor' }
  const shown = await get(key, { ProjectionExpression: 'hasOwnProperty, #c', ExpressionAttributeNames })
  expect(shown).toEqual({ constructor: 'c' })
  await put({ ...key, toString: 'text' })
  expect(await get(key)).toEqual({ ...key, toString: 'text' })
})

test('what is absent has no item', async () => {
  const { get, remove } = await startWithTable()
  expect(await get(key)).toBeUndefined()
  expect(await remove(key, { ReturnValues: 'ALL_OLD' })).not.toHaveProperty('Attributes')
})

test('a deleted item is gone, and is answered if asked for', async () => {
  const { put, get, remove } = await startWithTable()
  await put({ ...key, n: 1 })
  expect((await remove(key, { ReturnValues: 'ALL_OLD' })).Attributes).toEqual({ ...key, n: 1 })
  expect(await get(key)).toBeUndefined()
})

test('a projection shows parts of maps and lists, and closes lists up', async () => {
  const { put, get } = await startWithTable()
  await put({ ...key, nest: { a: { b: 1, c: 2 }, d: 3 }, mixed: [10, { x: 1, y: 2 }, 12], other: 1 })
  const ProjectionExpression = 'nest.a.b, #m[2], #m[1].x, absent, nest.d.deeper'
  const ExpressionAttributeNames = { '#m': 'mixed' }
  const shown = { nest: { a: { b: 1 } }, mixed: [{ x: 1 }, 12] }
  expect(await get(key, { ProjectionExpression, ExpressionAttributeNames })).toEqual(shown)
  expect(await get(key, { ProjectionExpression: 'absent' })).toEqual({})
})

test.each([
  ['lacks the sort key', { pk: 'a' }, 'The provided key element does not match the schema'],
  ['has more than the key', { ...key, x: 1 }, 'The provided key element does not match the schema'],
  ['has another type', { pk: 'a', sk: 1 }, 'The provided key element does not match the schema'],
  [
    'has an empty string',
    { pk: '', sk: '1' },
    'One or more parameter values were invalid: The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
  ],
])('a key is refused that %s', async (_why, wrong, message) => {
  const { get, remove, update } = await startWithTable()
  await expect(get(wrong)).rejects.toMatchObject(invalid(message))
  await expect(remove(wrong)).rejects.toMatchObject(invalid(message))
  await expect(update(wrong, 'REMOVE x')).rejects.toMatchObject(invalid(message))
})

test.each([
  [{ pk: 'a' }, 'One or more parameter values were invalid: Missing the key sk in the item'],
  [{ pk: 'a', sk: 1 }, 'One or more parameter values were invalid: Type mismatch for key sk expected: S actual: N'],
  [
    { pk: 'a', sk: '' },
    'One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: sk',
  ],
])('an item with a wrong key is refused: %j', async (item, message) => {
  const { put } = await startWithTable()
  await expect(put(item)).rejects.toMatchObject(invalid(message))
})

test('a partition key has up to 2048 bytes, a sort key up to 1024', async () => {
  const { put, get } = await startWithTable()
  const longest = { pk: 'ü'.repeat(1024), sk: 'x'.repeat(1024) }
  await put({ ...longest, found: true })
  expect(await get(longest)).toMatchObject({ found: true })
  await expect(put({ pk: 'x'.repeat(2049), sk: '1' })).rejects.toMatchObject(
    invalid(
      'One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048 bytes',
    ),
  )
  await expect(put({ pk: 'a', sk: 'x'.repeat(1025) })).rejects.toMatchObject(
    invalid(
      'One or more parameter values were invalid: Aggregated size of all range keys has exceeded the size limit of 1024 bytes',
    ),
  )
})

test('an item has up to 400 KB, names included', async () => {
  const { put, update } = await startWithTable()
  const overhead = 'pk'.length + 'a'.length + 'sk'.length + '1'.length + 'd'.length
  await put({ ...key, d: 'x'.repeat(400 * 1024 - overhead) })
  await expect(put({ ...key, d: 'x'.repeat(400 * 1024 - overhead + 1) })).rejects.toMatchObject(
    invalid('Item size has exceeded the maximum allowed size'),
  )
  await expect(update(key, 'SET e = :e', { ExpressionAttributeValues: { ':e': 'x' } })).rejects.toMatchObject(
    invalid('Item size to update has exceeded the maximum allowed size'),
  )
})

test('binary and numeric keys are told apart by value', async () => {
  const { put, get } = await startWithTable({
    AttributeDefinitions: define('pk:N', 'sk:B'),
    KeySchema: keySchema('pk', 'sk'),
  })
  await put({ pk: 1, sk: new Uint8Array([0]), which: 'zero' })
  await put({ pk: 1, sk: new Uint8Array([0, 0]), which: 'two zeros' })
  expect(await get({ pk: 1.0, sk: new Uint8Array([0]) })).toMatchObject({ which: 'zero' })
  expect(await get({ pk: 1, sk: new Uint8Array([0, 0]) })).toMatchObject({ which: 'two zeros' })
})

const store = (raw: DynamoDBClient, value: object) =>
  // Wrong values are the point.
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

test('values nest 32 levels deep and no deeper', async () => {
  const { put } = await startWithTable()
  const nest = (levels: number): unknown => (levels === 0 ? 'x' : [nest(levels - 1)])
  await put({ ...key, deep: nest(32) })
  await expect(put({ ...key, deep: nest(33) })).rejects.toMatchObject(
    invalid('Nesting Levels have exceeded supported limits'),
  )
})

test('a lone surrogate is refused, since it has no UTF-8 form', async () => {
  const { put } = await startWithTable()
  await expect(put({ pk: '\ud800', sk: '1' })).rejects.toMatchObject({ name: 'SerializationException' })
})
