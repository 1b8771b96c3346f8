import { expect, test } from 'vitest'
import { define, invalid, keySchema, startWithTable } from '../dynamodb-fixture.ts'

const key = { pk: 'a', sk: '1' }

test.each([
  ['lacks the sort key', { pk: 'a' }, 'The provided key element does not match the schema'],
  ['has more than the key', { ...key, x: 1 }, 'The provided key element does not match the schema'],
  ['has another type', { pk: 'a', sk: 1 }, 'The provided key element does not match the schema'],
  [
    'has an empty string',
    { pk: '', sk: '1' },
    'One or more parameter values were invalid: The AttributeValue for a key attribute cannot contain an empty string value. Key: pk',
  ],
])('a key that %s is refused', async (_why, wrong, message) => {
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

test('a partition key of more than 2048 bytes, or a sort key of more than 1024, is refused', async () => {
  const { put, get } = await startWithTable()
  const longest = { pk: 'ü'.repeat(1024), sk: 'x'.repeat(1024) }
  await put({ ...longest, stored: true })
  expect(await get(longest)).toMatchObject({ stored: true })
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

test('binary and numeric keys are compared by value', async () => {
  const { put, get } = await startWithTable({
    AttributeDefinitions: define('pk:N', 'sk:B'),
    KeySchema: keySchema('pk', 'sk'),
  })
  await put({ pk: 1, sk: new Uint8Array([0]), which: 'zero' })
  await put({ pk: 1, sk: new Uint8Array([0, 0]), which: 'two zeros' })
  expect(await get({ pk: 1.0, sk: new Uint8Array([0]) })).toMatchObject({ which: 'zero' })
  expect(await get({ pk: 1, sk: new Uint8Array([0, 0]) })).toMatchObject({ which: 'two zeros' })
})
