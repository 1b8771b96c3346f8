import { CreateTableCommand, TransactionCanceledException } from '@aws-sdk/client-dynamodb'
import { TransactGetCommand, type TransactWriteCommandInput } from '@aws-sdk/lib-dynamodb'
import { expect, test } from 'vitest'
import { define, invalid, keySchema, startWithTable } from '../dynamodb-fixture.ts'

const TableName = 'things'
type Member = NonNullable<TransactWriteCommandInput['TransactItems']>[number]

const at = (sk: string) => ({ pk: 'a', sk })
const put = (sk: string, more: object = {}): Member => ({ Put: { TableName, Item: { ...at(sk), ...more } } })
const putNew = (sk: string, more: object = {}): Member => ({
  Put: { TableName, Item: at(sk), ConditionExpression: 'attribute_not_exists(pk)', ...more },
})
const add = (sk: string, n: number): Member => ({
  Update: {
    TableName,
    Key: at(sk),
    UpdateExpression: 'ADD n :n',
    ExpressionAttributeValues: { ':n': n },
  },
})

test('one transaction puts, updates, deletes and checks', async () => {
  const { transact, get, put: putItem } = await startWithTable()
  await putItem({ ...at('gone'), n: 1 })
  await putItem({ ...at('checked'), n: 1 })
  await transact([
    put('put', { n: 1 }),
    add('added', 5),
    { Delete: { TableName, Key: at('gone') } },
    {
      ConditionCheck: {
        TableName,
        Key: at('checked'),
        ConditionExpression: 'n = :n',
        ExpressionAttributeValues: { ':n': 1 },
      },
    },
  ])
  const items = await Promise.all(['put', 'added', 'gone', 'checked'].map((sk) => get(at(sk))))
  expect(items.map((item) => item?.n)).toEqual([1, 5, undefined, 1])
})

test('a failing transaction changes nothing and gives the reason of each member', async () => {
  const { transact, get, put: putItem } = await startWithTable()
  await putItem({ ...at('there'), n: 1 })
  const failing = transact([
    put('new'),
    putNew('there', { ReturnValuesOnConditionCheckFailure: 'ALL_OLD' }),
    putNew('other'),
    { Delete: { TableName, Key: at('x'), ConditionExpression: 'attribute_exists(pk)' } },
    {
      Update: {
        TableName,
        Key: at('y'),
        UpdateExpression: 'SET a.b = :n',
        ExpressionAttributeValues: { ':n': 1 },
      },
    },
  ])
  await expect(failing).rejects.toThrow(TransactionCanceledException)
  await expect(failing).rejects.toMatchObject({
    message:
      'Transaction cancelled, please refer cancellation reasons for specific reasons [None, ConditionalCheckFailed, None, ConditionalCheckFailed, ValidationError]',
    CancellationReasons: [
      { Code: 'None' },
      {
        Code: 'ConditionalCheckFailed',
        Message: 'The conditional request failed',
        Item: { pk: { S: 'a' }, sk: { S: 'there' }, n: { N: '1' } },
      },
      { Code: 'None' },
      { Code: 'ConditionalCheckFailed' },
      {
        Code: 'ValidationError',
        Message: 'The document path provided in the update expression is invalid for update',
      },
    ],
  })
  expect(await Promise.all(['new', 'other', 'y'].map((sk) => get(at(sk))))).toEqual([undefined, undefined, undefined])
  expect(await get(at('there'))).toEqual({ ...at('there'), n: 1 })
})

test('a transaction may write to several tables', async () => {
  const { raw, dynamo, transact } = await startWithTable()
  await raw.send(
    new CreateTableCommand({
      TableName: 'others',
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: define('id:N'),
      KeySchema: keySchema('id'),
    }),
  )
  await transact([put('1'), { Put: { TableName: 'others', Item: { id: 1, name: 'one' } } }])
  const { Responses } = await dynamo.send(
    new TransactGetCommand({
      TransactItems: [
        {
          Get: {
            TableName: 'others',
            Key: { id: 1 },
            ProjectionExpression: '#n',
            ExpressionAttributeNames: { '#n': 'name' },
          },
        },
        { Get: { TableName, Key: at('1') } },
        { Get: { TableName, Key: at('absent') } },
      ],
    }),
  )
  expect(Responses).toEqual([{ Item: { name: 'one' } }, { Item: at('1') }, {}])
})

test('repeating a transaction with its token has no effect for ten minutes', async () => {
  let time = Date.parse('2026-01-01T00:00:00Z')
  const { transact, get } = await startWithTable({}, { now: () => new Date(time) })
  await transact([add('1', 1)], 'token')
  time += 9 * 60_000
  await transact([add('1', 1)], 'token')
  expect((await get(at('1')))?.n).toBe(1)
  await expect(transact([add('1', 2)], 'token')).rejects.toMatchObject({ name: 'IdempotentParameterMismatchException' })
  time += 60_000
  await transact([add('1', 2)], 'token')
  expect((await get(at('1')))?.n).toBe(3)
})

test('a token survives a restart, but not the cancellation of its transaction', async () => {
  const { transact, put: putItem, remove, folder, stop } = await startWithTable()
  await putItem(at('1'))
  await expect(transact([putNew('1')], 'cancelled')).rejects.toThrow(TransactionCanceledException)
  await remove(at('1'))
  await transact([putNew('1')], 'cancelled')
  await transact([add('2', 1)], 'done')
  await stop()
  const again = await startWithTable({ TableName: 'more' }, { folder })
  await again.transact([add('2', 1)], 'done')
  expect((await again.get(at('2')))?.n).toBe(1)
})

test('a transaction with more than 100 members, or two for one item, is refused', async () => {
  const { transact, scan } = await startWithTable()
  await transact(Array.from({ length: 100 }, (_, n) => put(String(n))))
  expect((await scan()).Count).toBe(100)
  await expect(transact(Array.from({ length: 101 }, (_, n) => put(String(n))))).rejects.toMatchObject({
    name: 'ValidationException',
    message: expect.stringMatching(/Member must have length less than or equal to 100$/),
  })
  await expect(transact([put('1'), { Delete: { TableName, Key: at('1') } }])).rejects.toMatchObject(
    invalid('Transaction request cannot include multiple operations on one item'),
  )
})

test('a transaction of more than 4 MB is refused', async () => {
  const { transact, scan } = await startWithTable()
  const members = Array.from({ length: 11 }, (_, n) => put(String(n), { d: 'x'.repeat(390 * 1024) }))
  await expect(transact(members)).rejects.toMatchObject({ name: 'ValidationException' })
  expect((await scan()).Count).toBe(0)
  await transact(members.slice(1))
})

test('an invalid member fails the request; an invalid key is a cancellation reason', async () => {
  const { transact, dynamo } = await startWithTable()
  await expect(transact([put('1'), { Put: { TableName: 'nowhere', Item: at('1') } }])).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  })
  await expect(transact([putNew('1', { ConditionExpression: 'pk =' })])).rejects.toMatchObject(
    invalid('Invalid ConditionExpression: Syntax error; token: "<EOF>", near: "="'),
  )
  await expect(transact([{ ...put('1'), ...add('1', 1) }])).rejects.toMatchObject(
    invalid('TransactItems can only contain one of Check, Put, Update or Delete'),
  )
  const codes = { CancellationReasons: [{ Code: 'None' }, { Code: 'ValidationError' }] }
  await expect(transact([put('1'), { Delete: { TableName, Key: { pk: 'a' } } }])).rejects.toMatchObject(codes)
  const gets = [{ Get: { TableName, Key: at('1') } }, { Get: { TableName, Key: { pk: 'a' } } }]
  await expect(dynamo.send(new TransactGetCommand({ TransactItems: gets }))).rejects.toMatchObject(codes)
})
