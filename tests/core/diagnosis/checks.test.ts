import { expect, test } from 'vitest'
import { checkNames, checkOf, checks, describeFault } from '../../../core/diagnosis/checks.ts'

test('the check of a finding is the first part of its id', () => {
  expect(checkOf('mail-from.several-mx')).toBe('mail-from')
})

test('each fault says what users lose, in a sentence', () => {
  for (const name of checkNames) {
    for (const { loss } of Object.values(checks[name].findings)) expect(loss).toMatch(/^[A-Z][^`]*\.$/)
  }
})

test('the severity of a fault comes from the catalogue', () => {
  expect(describeFault('spf.missing').severity).toBe('warning')
  expect(describeFault('spf.several').severity).toBe('problem')
})
