import { expect, test } from 'vitest'
import { isolateName } from '../../../core/mail/isolate-name.ts'

test.each([
  ['Ada', false, 'Ada'],
  ['王小明', false, '王小明'],
  ['مريم', false, '\u2068مريم\u2069'],
  ['שרה Cohen', false, '\u2068שרה Cohen\u2069'],
  ['Ada', true, '\u2068Ada\u2069'],
])('%s in a sentence (from right to left: %s) is %j', (name, isRtl, isolated) => {
  expect(isolateName(name, isRtl)).toBe(isolated)
})
