import { expect, test } from 'vitest'
import { readAddress, readAnyDigest, readDigest, readIssueNumber } from '../../operations/read-names.ts'
import { sampleSite } from '../core/issues/sample-issue.ts'

const stack = { site: sampleSite() }

test('a digest that publication.json does not have is refused', () => {
  expect(readDigest('daily', stack)).toBe('daily')
  for (const name of ['hourly', 'constructor', '']) {
    expect(() => readDigest(name, stack)).toThrow(`There is no digest named ${name}. publication.json has: daily`)
  }
})

test.each([
  ['Daily', 'daily'],
  ['dialy', 'daily'],
])('the digest %s is refused with the nearest name', (name, nearest) => {
  expect(() => readDigest(name, stack)).toThrow(`There is no digest named ${name}. Did you mean ${nearest}?`)
})

test('issues of a digest that was removed from publication.json can still be read', async () => {
  const issues = { listDigests: async () => ['daily', 'the-week'] }
  expect(await readAnyDigest('the-week', { ...stack, issues })).toBe('the-week')
  await expect(readAnyDigest('The-Weak', { ...stack, issues })).rejects.toThrow('Did you mean the-week?')
  await expect(readAnyDigest('hourly', { ...stack, issues })).rejects.toThrow('There is no digest named hourly. publi')
})

test.each(['0', '01', '-1', '1.5', '1e3', 'x', '1234567890'])('%s is not the number of an issue', (text) => {
  expect(() => readIssueNumber(text)).toThrow('not the number of an issue')
})

test('an address is normalized', () => {
  expect(readAddress(' Ada@EXAMPLE.org ')).toBe('Ada@example.org')
  expect(() => readAddress('ada at home')).toThrow('not an e-mail address')
})
