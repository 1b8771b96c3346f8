import { expect, test } from 'vitest'
import { applyWelcome, describeWait, welcomeReceipt, welcomeVerdict } from '../../../core/welcome/welcome-text.ts'
import { sampleFact, sampleRecord, sampleText, uploadedAt } from './sample-welcome.ts'

const later = '2026-11-09T00:00:00.000Z'
const future = '2026-12-24T00:00:00.000Z'
const { from: _, ...text } = sampleText()
const first = applyWelcome(undefined, sampleFact('accepted', '01'))

test('a text is available from its first upload on, and a correction does not change that', () => {
  expect(first).toMatchObject({ state: 'scheduled', revision: 1, text: { from: uploadedAt } })
  const corrected = sampleFact('accepted', '02', { at: later, text: { ...text, title: 'Hello' } })
  expect(applyWelcome(first, corrected)).toMatchObject({ revision: 2, text: { title: 'Hello', from: uploadedAt } })
})

test.each(['deleted', 'draft', 'expired'] as const)('a text that was %s is new when it is uploaded again', (kind) => {
  const gone = applyWelcome(first, sampleFact(kind, '02'))
  expect(gone).toMatchObject({ state: kind === 'draft' ? 'draft' : 'withdrawn', text: undefined })
  expect(applyWelcome(gone, sampleFact('accepted', '03', { at: later }))).toMatchObject({ text: { from: later } })
})

test('a rejected correction changes nothing but the receipt', () => {
  expect(applyWelcome(first, sampleFact('rejected', '02'))).toMatchObject({ state: 'rejected', text: first.text })
})

test('a text with a later date is available from then on, and at once if the date is removed', () => {
  const scheduled = applyWelcome(undefined, sampleFact('accepted', '01', { text: { ...text, from: future } }))
  expect(scheduled).toMatchObject({ text: { from: future } })
  expect(welcomeReceipt(scheduled)).toMatchObject({ state: 'scheduled', due: future })
  expect(welcomeVerdict(scheduled)).toContain(`who confirm from ${future} on`)
  expect(applyWelcome(scheduled, sampleFact('accepted', '02', { at: later }))).toMatchObject({ text: { from: later } })
})

test('old and repeated events change nothing', () => {
  expect(applyWelcome(first, sampleFact('deleted', '01'))).toBe(first)
  expect(applyWelcome(first, sampleFact('accepted', '00'))).toBe(first)
})

test('the receipt says who gets the text, and when', () => {
  const record = sampleRecord(2, { after: 259_200, digests: ['weekly'] })
  expect(welcomeReceipt(record)).toEqual({
    ...{ key: 'welcome/2.md', state: 'scheduled', title: 'Good to have you', problems: [], at: uploadedAt },
  })
  expect(welcomeVerdict(record)).toBe(
    'Scheduled. It is mailed once to readers of weekly who confirm from now on, 3 days after that.',
  )
  expect(welcomeVerdict(first)).toContain('at once')
  expect(welcomeVerdict({ ...first, state: 'draft', text: undefined })).toContain('nobody')
  expect(welcomeVerdict({ ...first, state: 'withdrawn', text: undefined })).toContain('nobody')
  expect(welcomeVerdict({ ...first, state: 'rejected' })).toContain('previous version')
  expect(welcomeVerdict({ ...first, state: 'rejected', text: undefined })).toContain('upload it again')
})

test.each([
  [0, 'at once'],
  [3_600, '1 hour after that'],
  [259_200, '3 days after that'],
  [1_209_600, '2 weeks after that'],
])('%d seconds are %s', (seconds, words) => {
  expect(describeWait(seconds)).toBe(words)
})
