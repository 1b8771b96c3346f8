import { expect, test } from 'vitest'
import { hashAddress } from '../../../core/subscribers/hash-address.ts'
import {
  addFormerPeppers,
  hashesOf,
  hashKeyId,
  hashKeysOf,
  parseHashKeys,
  renderHashKeys,
} from '../../../core/subscribers/hash-keys.ts'
import { secrets } from './sample-subscriber.ts'

const [own, second, third] = ['aa', 'bb', 'cc'].map((each) => each.repeat(32)) as [string, string, string]

test('an address is hashed with each key', () => {
  expect(hashesOf('Ada@example.org', { addressPepper: own, formerPeppers: [second, third] })).toEqual({
    hash: hashAddress('ada@example.org', own),
    former: [hashAddress('ada@example.org', second), hashAddress('ada@example.org', third)],
  })
})

test('the id of a key names it and does not contain it', () => {
  expect(hashKeyId(own)).toMatch(/^[0-9a-f]{12}$/)
  expect(hashKeyId(own)).not.toBe(hashKeyId(second))
  expect(own).not.toContain(hashKeyId(own))
})

test('keys travel from stack to stack in a file, and a stack that gets its own key back keeps it apart', () => {
  const a = { ...secrets, addressPepper: own }
  const b = addFormerPeppers({ ...secrets, addressPepper: second }, parseHashKeys(renderHashKeys(a)) ?? [])
  const c = addFormerPeppers({ ...secrets, addressPepper: third }, parseHashKeys(renderHashKeys(b)) ?? [])
  expect([b.formerPeppers, c.formerPeppers]).toEqual([[own], [second, own]])
  expect([...hashKeysOf(c)]).toEqual([third, second, own].map((key) => [hashKeyId(key), key]))
  expect(addFormerPeppers(c, parseHashKeys(renderHashKeys(b)) ?? [])).toBe(c)
  expect(addFormerPeppers(a, parseHashKeys(renderHashKeys(c)) ?? []).formerPeppers).toEqual([third, second])
})

test.each([
  '',
  'x',
  '{}',
  '[]',
  '{"postriderHashKeys":"x"}',
  '{"postriderHashKeys":["AA"]}',
  '{"postriderHashKeys":[1]}',
])('the text %j is no file of keys', (text) => {
  expect(parseHashKeys(text)).toBeUndefined()
})
