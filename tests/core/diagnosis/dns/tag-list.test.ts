import { expect, test } from 'vitest'
import { readTags } from '../../../../core/diagnosis/dns/tag-list.ts'

test('tags are separated by semicolons, and white space around them does not count', () => {
  expect([...(readTags(' a = 1 ;b=x=y; c=;') ?? [])]).toEqual([
    ['a', '1'],
    ['b', 'x=y'],
    ['c', ''],
  ])
})

test.each(['a=1; b', 'a=1; a=2', '=1', '1a=1', 'a=1;;b=2', 'é=1'])('%j is no list of tags', (text) => {
  expect(readTags(text)).toBeUndefined()
})

test('a very long record takes no time', () => {
  expect(readTags(`${' '.repeat(65_000)}a${' '.repeat(60_000)}`)).toBeUndefined()
})
