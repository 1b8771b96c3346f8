import { expect, test } from 'vitest'
import { findingList } from '../../../console/health/finding-list.ts'
import { fault, ok, unchecked } from '../../../core/diagnosis/finding.ts'

test('problems come first with what to copy; what is fine is folded', async () => {
  const page = String(
    await findingList([
      ok('clock', 'The clocks agree.'),
      fault('quota.slow', 'Nine hours.', { fix: 'Request more.' }),
      fault('dkim.missing', 'No key at <b>.', { fix: 'Set this record.', copy: ['a. IN CNAME b.'] }),
      unchecked('alarms', 'Ask for Operator.'),
    ]),
  )
  expect(page.match(/Problems \(1\)|Warnings \(1\)|Not checked \(1\)|Fine \(1\)/g)).toEqual([
    'Problems (1)',
    'Warnings (1)',
    'Not checked (1)',
    'Fine (1)',
  ])
  expect(page).toContain('<bdi>No key at &lt;b&gt;.</bdi>')
  expect(page).toContain('data-copy="copy-dkim-missing-0-0"')
  expect(page).not.toContain('Nothing is wrong')
})

test('without problems and warnings, nothing is wrong', async () => {
  expect(String(await findingList([ok('clock', 'The clocks agree.')]))).toContain('Nothing is wrong')
})
