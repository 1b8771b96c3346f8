import { ConditionalCheckFailedException } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { invalid, startWithTable } from '../dynamodb-fixture.ts'

const key = { pk: 'a', sk: '1' }
const item = {
  ...key,
  n: 5,
  word: 'hello',
  astral: '\u{1f600}',
  bytes: new Uint8Array([1, 2, 3]),
  mixed: ['x', 7, { deep: [true] }],
  nest: { egg: { n: 10 } },
  tags: new Set(['p', 'q']),
  numbers: new Set([1, 2]),
  nothing: null,
}
const values = {
  ':one': 1,
  ':five': 5,
  ':ten': 10,
  ':hello': 'hello',
  ':he': 'he',
  ':ell': 'ell',
  ':x': 'x',
  ':p': 'p',
  ':S': 'S',
  ':L': 'L',
  ':NULL': 'NULL',
  ':two': 2,
  ':bytes': new Uint8Array([1, 2, 3]),
  ':bytesStart': new Uint8Array([1, 2]),
  ':sameTags': new Set(['q', 'p']),
  ':deep': { deep: [true] },
  ':high': '\uffff',
}

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

/** The values that a condition names: more are refused. */
function valuesOf(condition: string): Record<string, unknown> | undefined {
  const names = condition.match(/:\w+/g)
  return names ? Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name))) : undefined
}

test('a condition holds, or the item stays as it is', async () => {
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

test('an item that is not there has no attributes', async () => {
  const { put, update, remove, get } = await startWithTable()
  const failed = { name: 'ConditionalCheckFailedException', message: 'The conditional request failed' }
  const exists = { ConditionExpression: 'attribute_exists(pk)' }
  await expect(put(item, exists)).rejects.toMatchObject(failed)
  await expect(update(key, 'REMOVE n', exists)).rejects.toMatchObject(failed)
  await expect(remove(key, exists)).rejects.toMatchObject(failed)
  expect(await get(key)).toBeUndefined()
  await put(item, { ConditionExpression: 'attribute_not_exists(pk)' })
})

test('the error shows the item if asked for', async () => {
  const { put, update, remove } = await startWithTable()
  await put({ ...key, n: 1 })
  const more = {
    ConditionExpression: 'attribute_not_exists(pk)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  } as const
  const shown = { Item: { pk: { S: 'a' }, sk: { S: '1' }, n: { N: '1' } } }
  await expect(put(key, more)).rejects.toMatchObject(shown)
  await expect(update(key, 'REMOVE n', more)).rejects.toMatchObject(shown)
  await expect(remove(key, more)).rejects.toMatchObject(shown)
  const quiet = { ConditionExpression: 'attribute_not_exists(pk)' }
  await expect(put(key, quiet)).rejects.toMatchObject({ Item: undefined })
})

test.each([
  ['n =', 'Syntax error; token: "<EOF>", near: "="'],
  ['n = :five)', 'Syntax error; token: ")", near: ":five)"'],
  ['n ! :five', 'Syntax error; token: "!", near: "n ! :five"'],
  ['n', 'Syntax error; token: "<EOF>", near: "n"'],
  ['n[x] = :five', 'Syntax error; token: "x", near: "[x]"'],
  ['', 'The expression can not be empty;'],
  ['status = :five', 'Attribute name is a reserved keyword; reserved keyword: status'],
  ['#n = :five', 'An expression attribute name used in the document path is not defined; attribute name: #n'],
  ['n = :none', 'An expression attribute value used in expression is not defined; attribute value: :none'],
  ['((n = :five))', 'The expression has redundant parentheses;'],
  ['absent(n)', 'Invalid function name; function: absent'],
  ['size(n)', 'The function is not allowed to be used this way in an expression; function: size'],
  [
    'contains(n, :five) = :five',
    'The function is not allowed to be used this way in an expression; function: contains',
  ],
  [
    'begins_with(n)',
    'Incorrect number of operands for operator or function; operator or function: begins_with, number of operands: 1',
  ],
  [
    'begins_with(n, :five)',
    'Incorrect operand type for operator or function; operator or function: begins_with, operand type: N',
  ],
  ['attribute_exists(:five)', 'Operator or function requires a document path; operator or function: attribute_exists'],
  [
    'attribute_type(n, :hello)',
    'Invalid attribute type name found; type: hello, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}',
  ],
  [
    'n = n',
    'The first operand must be distinct from the remaining operands for this operator or function; operator: =, first operand: [n]',
  ],
  [
    'n BETWEEN :ten AND :one',
    'The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound operand: AttributeValue: {N:10}, upper bound operand: AttributeValue: {N:1}',
  ],
  [
    'n BETWEEN :ten AND :hello',
    'The BETWEEN operator requires same data type for lower and upper bounds; lower bound operand: AttributeValue: {N:10}, upper bound operand: AttributeValue: {S:hello}',
  ],
])('the condition «%s» is refused', async (condition, message) => {
  const { put } = await startWithTable()
  const known = valuesOf(condition)
  const ExpressionAttributeValues = known && Object.keys(known).length > 0 ? known : undefined
  await expect(put(item, { ConditionExpression: condition, ExpressionAttributeValues })).rejects.toMatchObject(
    invalid(`Invalid ConditionExpression: ${message}`),
  )
})

test('an expression has up to 4096 bytes', async () => {
  const { put } = await startWithTable()
  const putWith = (size: number) => put(item, { ConditionExpression: 'attribute_not_exists(x)'.padEnd(size) })
  await putWith(4096)
  await expect(putWith(4097)).rejects.toMatchObject(
    invalid(
      'Invalid ConditionExpression: Expression size has exceeded the maximum allowed size; expression size: 4097',
    ),
  )
})

test('placeholders must be used, and well-formed', async () => {
  const { put } = await startWithTable()
  const ConditionExpression = 'attribute_exists(pk)'
  const values = { ConditionExpression, ExpressionAttributeValues: { ':a': 1, ':b': 2 } }
  await expect(put(item, values)).rejects.toMatchObject(
    invalid('Value provided in ExpressionAttributeValues unused in expressions: keys: {:a, :b}'),
  )
  const names = { ConditionExpression, ExpressionAttributeNames: { '#a': 'pk' } }
  await expect(put(item, names)).rejects.toMatchObject(
    invalid('Value provided in ExpressionAttributeNames unused in expressions: keys: {#a}'),
  )
  await expect(put(item, { ConditionExpression, ExpressionAttributeValues: { a: 1 } })).rejects.toMatchObject(
    invalid('ExpressionAttributeValues contains invalid key: Syntax error; key: "a"'),
  )
  await expect(put(item, { ConditionExpression, ExpressionAttributeNames: {} })).rejects.toMatchObject(
    invalid('ExpressionAttributeNames must not be empty'),
  )
  await expect(put(item, { ExpressionAttributeNames: { '#a': 'pk' } })).rejects.toMatchObject(
    invalid('ExpressionAttributeNames can only be specified when using expressions'),
  )
})

test('a path must not lead into a key', async () => {
  const { put } = await startWithTable()
  await expect(put(item, { ConditionExpression: 'attribute_exists(pk.x)' })).rejects.toMatchObject(
    invalid("Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: Key: pk"),
  )
})
