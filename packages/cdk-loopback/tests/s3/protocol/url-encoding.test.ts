import { expect, test } from 'vitest'
import { urlEncode } from '../../../src/s3/protocol/url-encoding.ts'

test.each([
  ['a/b c', 'a/b+c'],
  ['a+b', 'a%2Bb'],
  ["!'()*", '%21%27%28%29%2A'],
  ['é😀', '%C3%A9%F0%9F%98%80'],
  ['-._~', '-._~'],
])('%s is written %s', (key, encoded) => {
  expect(urlEncode(key)).toBe(encoded)
})
