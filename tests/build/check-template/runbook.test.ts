import { expect, test } from 'vitest'
import { checkRunbook } from '../../../build/check-template/runbook.ts'

const alarm = (AlarmDescription: string) => ({
  Resources: { A: { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmDescription } } },
})
const description = 'Something is late. What to do: docs/runbook.md, section Late.'

test('an alarm has its section', () => {
  expect(checkRunbook(alarm(description), '# Runbook\n\n## Late\n\nText.\n')).toEqual([])
})

test('a missing section and a description without one are reported', () => {
  expect(checkRunbook(alarm(description), '# Runbook\n\n## Early\n')).toEqual([
    'A: docs/runbook.md has no section Late',
  ])
  expect(checkRunbook(alarm('Help!'), '## Late\n')).toEqual(['A: its description names no section of docs/runbook.md'])
})
