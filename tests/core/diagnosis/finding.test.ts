import { expect, test } from 'vitest'
import { countFindings, fault, judge, ok, orOk, sortFindings, unchecked } from '../../../core/diagnosis/finding.ts'

test('a fault has the severity of its id, and says what users lose', () => {
  expect(fault('sandbox.on', 'SES is in its sandbox.', { fix: 'Leave it.' })).toEqual({
    id: 'sandbox.on',
    severity: 'problem',
    loss: 'Only verified addresses get mail, at most 200 mails a day.',
    text: 'SES is in its sandbox.',
    fix: 'Leave it.',
  })
})

test('what could not be read is unchecked, with the reason', () => {
  const reading = { kind: 'unreadable', reason: 'Ask for Operator.' } as const
  expect(judge('spf', reading, () => [])).toEqual([unchecked('spf', 'Ask for Operator.')])
  expect(judge('spf', { kind: 'missing' }, () => [])).toEqual([unchecked('spf', 'It does not exist.')])
  expect(judge('spf', { kind: 'found', value: 'x' }, (value) => [ok('spf', value)])).toEqual([ok('spf', 'x')])
})

test('problems come first, then warnings, and then the order of the checks', () => {
  const findings = [
    ok('identity', ''),
    unchecked('dkim', ''),
    fault('version.different', '', {}),
    fault('queues.late', '', {}),
    fault('dkim.off', '', {}),
  ]
  expect(sortFindings(findings).map(({ id }) => id)).toEqual([
    'dkim.off',
    'queues.late',
    'version.different',
    'dkim.unchecked',
    'identity.ok',
  ])
  expect(countFindings(findings)).toEqual({ problem: 2, warning: 1, unchecked: 1, ok: 1 })
})

test('without faults, all is well', () => {
  expect(orOk('spf', [], 'Fine.')).toEqual([ok('spf', 'Fine.')])
  expect(orOk('spf', [fault('spf.several', '', {})], 'Fine.')).toEqual([fault('spf.several', '', {})])
})
