import { expect, test } from 'vitest'
import { describeFindings } from '../../cli/doctor.ts'
import { fault, ok, unchecked } from '../../core/diagnosis/finding.ts'

const findings = [
  fault('dkim.missing', 'DNS has no DKIM key.', { fix: 'Set this record.', copy: ['a. 1800 IN CNAME b.'] }),
  fault('quota.slow', 'An issue takes 9 hours.', { fix: 'Request more.' }),
  unchecked('alarms', 'Ask for Operator.'),
  ok('spf', 'The SPF record is valid.'),
  ok('clock', 'The clocks agree.'),
]

test('problems come first, and what is fine is one line', () => {
  expect(describeFindings(findings, false).join('\n')).toBe(`Problems:

  DNS has no DKIM key.  [dkim.missing]
    What users lose: Receivers treat the mails as spam, or refuse them.
    Set this record.
      a. 1800 IN CNAME b.

Warnings:

  An issue takes 9 hours.  [quota.slow]
    What users lose: The last subscribers of the largest digest get it hours after the first.
    Request more.

Not checked:
  alarms: Ask for Operator.

1 problem, 1 warning. Fine: SPF of the sender's domain, clock of this machine.`)
})

test('--all lists what is fine', () => {
  expect(describeFindings(findings, true)).toContain("  SPF of the sender's domain: The SPF record is valid.")
})
