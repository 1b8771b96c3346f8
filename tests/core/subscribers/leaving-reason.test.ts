import { expect, test } from 'vitest'
import { neverSignedUp, readAnswer } from '../../../core/subscribers/leaving-reason.ts'

test.each([
  [{ reason: 'tooMany' }, 'tooMany', undefined],
  [{ reason: 'tooMany', text: '  ' }, 'tooMany', undefined],
  [{ reason: 'nonsense', text: 'Why not' }, 'other', 'Why not'],
  [{ reason: ['tooMany', 'other'], text: 'Both' }, 'other', 'Both'],
  [{ reason: 'other', text: 'a\u0000\u202Eb\r\nc\u0007' }, 'other', 'ab c'],
  [{ reason: 'other', text: 'mail me: <ada.l@example.org>, ada＠example.org!' }, 'other', 'mail me: … …'],
  [{ reason: 'other', text: 'ask ada @ example.org or ada﹫example.org' }, 'other', 'ask … or …'],
  [{ reason: 'other', text: ['a', 'b'] }, 'other', undefined],
])('%o', (fields, reason, text) => {
  expect(readAnswer(fields)).toEqual({ reason, text })
})

test.each([{}, { reason: '' }, { reason: 'toString', text: '\u200B\n' }, { text: 7 }])('%o is no answer', (fields) => {
  expect(readAnswer(fields)).toBeUndefined()
})

test('a text has at most 200 characters, and no half ones', () => {
  expect(readAnswer({ text: '🙂'.repeat(300) })?.text).toBe('🙂'.repeat(200))
  expect(readAnswer({ text: 'x'.repeat(60_000) })?.text).toHaveLength(200)
})

test('the operator is warned of people who never signed up', () => {
  const counts = { tooMany: 1, notInteresting: 0, neverSignedUp: 1, readElsewhere: 0, other: 0 }
  const month = { month: '2026-11', digest: 'daily', counts }
  expect(neverSignedUp([month])).toContain('1 person says that they never signed up')
  expect(neverSignedUp([month, month])).toContain('2 people say')
  expect(neverSignedUp([{ ...month, counts: { ...counts, neverSignedUp: 0 } }])).toBeUndefined()
})
