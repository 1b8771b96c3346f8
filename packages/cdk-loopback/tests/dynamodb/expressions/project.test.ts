import { expect, test } from 'vitest'
import { startWithTable } from '../dynamodb-fixture.ts'

const key = { pk: 'a', sk: '1' }

test('a projection returns parts of maps and lists, without gaps in the lists', async () => {
  const { put, get } = await startWithTable()
  await put({ ...key, nest: { a: { b: 1, c: 2 }, d: 3 }, mixed: [10, { x: 1, y: 2 }, 12], other: 1 })
  const ProjectionExpression = 'nest.a.b, #m[2], #m[1].x, absent, nest.d.deeper'
  const ExpressionAttributeNames = { '#m': 'mixed' }
  const projected = { nest: { a: { b: 1 } }, mixed: [{ x: 1 }, 12] }
  expect(await get(key, { ProjectionExpression, ExpressionAttributeNames })).toEqual(projected)
  expect(await get(key, { ProjectionExpression: 'absent' })).toEqual({})
})
