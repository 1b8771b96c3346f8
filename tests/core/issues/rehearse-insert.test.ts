import { expect, test } from 'vitest'
import { rehearseInsert } from '../../../core/issues/rehearse-insert.ts'
import { site } from '../reading/sample.ts'

const rehearse = (key: string, text: string) => {
  const bytes = Buffer.from(text)
  return rehearseInsert({ key, bytes, size: bytes.length }, site, new Date('2026-03-01T08:00:00Z'))
}

test('an insert gets the receipt that its upload would get', () => {
  const at = '2026-03-01T08:00:00.000Z'
  expect(rehearse('issues/daily.md', 'Good morning.')).toEqual({
    ...{ key: 'issues/daily.md', state: 'scheduled', problems: [], at },
  })
  expect(rehearse('issues/daily.sponsor.md', '')).toMatchObject({
    state: 'rejected',
    problems: [{ rule: 'empty-file' }],
  })
  expect(rehearse('issues/hourly.md', 'Text.')).toMatchObject({
    state: 'rejected',
    problems: [{ rule: 'unknown-digest' }],
  })
})

test('any other file gets none', () => {
  expect(rehearse('articles/daily.md', 'Text.')).toBeUndefined()
  expect(rehearse('letters/daily.md', 'Text.')).toBeUndefined()
})
