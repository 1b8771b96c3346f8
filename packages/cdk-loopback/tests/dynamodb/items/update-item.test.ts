import { GetItemCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb'
import { expect, test } from 'vitest'
import { define, invalid, keySchema, startWithTable } from '../dynamodb-fixture.ts'

const key = { pk: 'a', sk: '1' }
const item = {
  ...key,
  n: 5,
  word: 'hello',
  mixed: [1, 2, 3, 4],
  nest: { a: { b: 1 }, c: 2 },
  tags: new Set(['p', 'q']),
}

const updates: [string, Record<string, unknown>, Record<string, unknown>][] = [
  ['SET n = :n', { ':n': 6 }, { n: 6 }],
  ['SET n = n + :n', { ':n': 1.5 }, { n: 6.5 }],
  ['SET n = :n - n', { ':n': 1 }, { n: -4 }],
  ['SET n = (n - :n)', { ':n': 1 }, { n: 4 }],
  ['SET n = if_not_exists(n, :n), m = if_not_exists(m, :n)', { ':n': 0 }, { m: 0 }],
  ['SET m = if_not_exists(m, :zero) + :one', { ':zero': 0, ':one': 1 }, { m: 1 }],
  ['SET mixed = list_append(mixed, :l)', { ':l': ['x'] }, { mixed: [1, 2, 3, 4, 'x'] }],
  ['SET mixed = list_append(:l, mixed)', { ':l': ['x'] }, { mixed: ['x', 1, 2, 3, 4] }],
  ['SET fresh = list_append(if_not_exists(fresh, :e), :l)', { ':e': [], ':l': [1] }, { fresh: [1] }],
  ['SET nest.a.b = nest.a.b + :n, nest.d = :n', { ':n': 1 }, { nest: { a: { b: 2 }, c: 2, d: 1 } }],
  ['SET mixed[1] = :x', { ':x': 'x' }, { mixed: [1, 'x', 3, 4] }],
  ['SET mixed[9] = :b, mixed[7] = :a', { ':a': 'a', ':b': 'b' }, { mixed: [1, 2, 3, 4, 'a', 'b'] }],
  ['SET mixed[0] = mixed[1], mixed[1] = mixed[0]', {}, { mixed: [2, 1, 3, 4] }],
  ['REMOVE mixed[0], mixed[2]', {}, { mixed: [2, 4] }],
  ['REMOVE mixed[0], mixed[9] SET mixed[8] = :x', { ':x': 'x' }, { mixed: [2, 3, 4, 'x'] }],
  ['REMOVE nest.a, word, absent, nest.absent', {}, { nest: { c: 2 }, word: undefined }],
  ['ADD n :n, m :n', { ':n': 2 }, { n: 7, m: 2 }],
  ['ADD tags :t', { ':t': new Set(['q', 'r']) }, { tags: new Set(['p', 'q', 'r']) }],
  ['ADD fresh :t', { ':t': new Set([1]) }, { fresh: new Set([1]) }],
  ['ADD nest.c :n', { ':n': 1 }, { nest: { a: { b: 1 }, c: 3 } }],
  ['DELETE tags :t', { ':t': new Set(['q', 'z']) }, { tags: new Set(['p']) }],
  ['DELETE tags :t, absent :t', { ':t': new Set(['p', 'q']) }, { tags: undefined }],
  [
    'SET n = :n REMOVE word ADD m :n DELETE tags :t',
    { ':n': 1, ':t': new Set(['p']) },
    { n: 1, word: undefined, m: 1, tags: new Set(['q']) },
  ],
  ['set n = :n remove word', { ':n': 1 }, { n: 1, word: undefined }],
]

test('an update changes only the attributes that it names', async () => {
  const { put, get, update } = await startWithTable()
  for (const [expression, values, changes] of updates) {
    await put(item)
    const ExpressionAttributeValues = Object.keys(values).length > 0 ? values : undefined
    const { Attributes } = await update(key, expression, { ExpressionAttributeValues, ReturnValues: 'ALL_NEW' })
    const expected = Object.fromEntries(
      Object.entries({ ...item, ...changes }).filter(([, value]) => value !== undefined),
    )
    expect({ expression, item: await get(key) }).toEqual({ expression, item: expected })
    expect(Attributes).toEqual(expected)
  }
})

test('an update of a missing item creates it, unless it only removes attributes', async () => {
  const { update, get, raw } = await startWithTable()
  await update(key, 'REMOVE x')
  await update(key, 'DELETE x :x', { ExpressionAttributeValues: { ':x': new Set(['x']) } })
  expect(await get(key)).toBeUndefined()
  await update(key, 'ADD n :n', { ExpressionAttributeValues: { ':n': 3 } })
  expect(await get(key)).toEqual({ ...key, n: 3 })
  const bare = { pk: { S: 'b' }, sk: { S: '1' } }
  await raw.send(new UpdateItemCommand({ TableName: 'things', Key: bare }))
  expect(await get({ pk: 'b', sk: '1' })).toEqual({ pk: 'b', sk: '1' })
})

test('an update returns the requested attributes', async () => {
  const { put, update } = await startWithTable()
  const more = { ExpressionAttributeValues: { ':n': 1 } }
  const expression = 'SET nest.c = :n, mixed[1] = :n, fresh = :n'
  const answers = {
    NONE: undefined,
    ALL_OLD: item,
    UPDATED_OLD: { nest: { c: 2 }, mixed: [2] },
    ALL_NEW: { ...item, nest: { a: { b: 1 }, c: 1 }, mixed: [1, 1, 3, 4], fresh: 1 },
    UPDATED_NEW: { nest: { c: 1 }, mixed: [1], fresh: 1 },
  }
  for (const [ReturnValues, expected] of Object.entries(answers)) {
    await put(item)
    // The keys of `answers` are the possible values.
    const { Attributes } = await update(key, expression, {
      ...more,
      ReturnValues: ReturnValues as keyof typeof answers,
    })
    expect({ ReturnValues, Attributes }).toEqual({ ReturnValues, Attributes: expected })
  }
  expect(await update(key, 'REMOVE word', { ReturnValues: 'UPDATED_NEW' })).not.toHaveProperty('Attributes')
})

test('38 digits are added exactly, and more are refused', async () => {
  const { raw } = await startWithTable()
  const Key = { pk: { S: 'a' }, sk: { S: '1' } }
  const add = (number: string) =>
    raw.send(
      new UpdateItemCommand({
        TableName: 'things',
        Key,
        UpdateExpression: 'ADD n :n',
        ExpressionAttributeValues: { ':n': { N: number } },
        ReturnValues: 'ALL_NEW',
      }),
    )
  await raw.send(new PutItemCommand({ TableName: 'things', Item: { ...Key, n: { N: '9'.repeat(37) } } }))
  expect((await add('0.1')).Attributes?.n).toEqual({ N: `${'9'.repeat(37)}.1` })
  await expect(add('0.01')).rejects.toMatchObject(
    invalid('Attempting to store more than 38 significant digits in a Number'),
  )
  const { Item } = await raw.send(new GetItemCommand({ TableName: 'things', Key }))
  expect(Item?.n).toEqual({ N: `${'9'.repeat(37)}.1` })
})

const reserved = 'Invalid UpdateExpression: Attribute name is a reserved keyword; reserved keyword: status'
const wrongType = 'An operand in the update expression has an incorrect data type'
const wrongPath = 'The document path provided in the update expression is invalid for update'

test.each([
  ['SET status = :n', { ':n': 1 }, reserved],
  ['SET n = absent', {}, 'The provided expression refers to an attribute that does not exist in the item'],
  ['SET n = word + :n', { ':n': 1 }, wrongType],
  ['SET n = list_append(n, :l)', { ':l': [] }, wrongType],
  ['ADD word :n', { ':n': 1 }, wrongType],
  ['ADD tags :t', { ':t': new Set([1]) }, wrongType],
  ['DELETE word :t', { ':t': new Set(['x']) }, wrongType],
  ['SET absent.a = :n', { ':n': 1 }, wrongPath],
  ['SET n.a = :n', { ':n': 1 }, wrongPath],
  ['SET nest[0] = :n', { ':n': 1 }, wrongPath],
  ['REMOVE absent.a', {}, wrongPath],
  [
    'SET pk = :n',
    { ':n': 1 },
    'One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the key',
  ],
  [
    'SET nest.a = :n, nest.a.b = :n',
    { ':n': 1 },
    'Invalid UpdateExpression: Two document paths overlap with each other; must remove or rewrite one of these paths; path one: [nest, a], path two: [nest, a, b]',
  ],
  [
    'SET nest.a = :n, nest[1] = :n',
    { ':n': 1 },
    'Invalid UpdateExpression: Two document paths conflict with each other; must remove or rewrite one of these paths; path one: [nest, a], path two: [nest, [1]]',
  ],
  [
    'SET n = :n SET word = :n',
    { ':n': 1 },
    'Invalid UpdateExpression: The "SET" section can only be used once in an update expression;',
  ],
  [
    'ADD n :w',
    { ':w': 'x' },
    'Invalid UpdateExpression: Incorrect operand type for operator or function; operator: ADD, operand type: STRING',
  ],
  [
    'SET n = n + :w',
    { ':w': 'x' },
    'Invalid UpdateExpression: Incorrect operand type for operator or function; operator or function: +, operand type: S',
  ],
  ['SET n = size(word)', {}, 'Invalid UpdateExpression: Invalid function name; function: size'],
  ['SET n :n', { ':n': 1 }, 'Invalid UpdateExpression: Syntax error; token: ":n", near: "n :n"'],
  ['FETCH n', {}, 'Invalid UpdateExpression: Syntax error; token: "FETCH", near: "FETCH n"'],
])('the update «%s» is refused and changes nothing', async (expression, values, message) => {
  const { put, get, update } = await startWithTable()
  await put(item)
  const ExpressionAttributeValues = Object.keys(values).length > 0 ? values : undefined
  await expect(update(key, expression, { ExpressionAttributeValues })).rejects.toMatchObject(invalid(message))
  expect(await get(key)).toEqual(item)
})

test('an item of a table without a sort key can be updated', async () => {
  const { update, get } = await startWithTable({ AttributeDefinitions: define('pk:N'), KeySchema: keySchema('pk') })
  await update({ pk: 7 }, 'SET n = pk', {})
  expect(await get({ pk: 7 })).toEqual({ pk: 7, n: 7 })
})
