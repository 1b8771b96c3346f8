import { expect, test } from 'vitest'
import { checkAttributes, md5OfAttributes } from '../../src/queues/message-attributes.ts'

// The first digest is from SQS, as recorded in moto's tests.
test.each([
  [{ timestamp: { DataType: 'Number', StringValue: '1493147359900' } }, '235c5c510d26fb653d073faed50ae77c'],
  [
    {
      kind: { DataType: 'String', StringValue: 'ü' },
      count: { DataType: 'Number.int', StringValue: '42' },
      bytes: { DataType: 'Binary', BinaryValue: 'AP8Q' },
    },
    'f2f2fb1b74816316351de3db45883e4a',
  ],
  [{}, undefined],
])('the digest of %o is %s', (attributes, digest) => {
  expect(md5OfAttributes(attributes)).toBe(digest)
})

const value = { DataType: 'String', StringValue: 'x' }

test.each(['AWS.kind', 'amazon.kind', '.kind', 'kind.', 'a..b', 'a b', ''])('the name %j is refused', (name) => {
  expect(() => checkAttributes({ [name]: value })).toThrow('name')
})

test('more than ten attributes are refused', () => {
  const attributes = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`n${index}`, value]))
  checkAttributes(attributes(10))
  expect(() => checkAttributes(attributes(11))).toThrow('maximum 10')
})
