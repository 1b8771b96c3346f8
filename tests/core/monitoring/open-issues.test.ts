import { expect, test } from 'vitest'
import type { IssueRecord } from '../../../core/issues/issue.ts'
import { lateIssues, overdueIssues, unplannedIssues } from '../../../core/monitoring/open-issues.ts'

const now = new Date('2026-03-02T09:00:00Z')
const issue = (fields: Partial<IssueRecord> = {}): IssueRecord => ({
  ...{ digest: 'daily', number: 1, title: 'Daily', composedAt: '2026-03-02T07:00:00.000Z', contentKey: 'x' },
  ...{ articleCount: 1, state: 'planned', ...fields },
})
const due = '2026-03-02T09:00:00.000Z'

test('an issue is late from its instant on', () => {
  expect(lateIssues([{ record: issue(), lateAt: due }], now)).toHaveLength(1)
  expect(lateIssues([{ record: issue(), lateAt: '2026-03-02T09:00:00.001Z' }], now)).toEqual([])
})

test('a paused issue is never late', () => {
  const hold = { kind: 'paused', reason: 'bounces', at: due } as const
  expect(lateIssues([{ record: issue({ hold }), lateAt: due }], now)).toEqual([])
})

test('an issue that has been only composed for ten minutes is unplanned', () => {
  const composed = (composedAt: string) => ({ record: issue({ state: 'composed', composedAt }), lateAt: due })
  expect(unplannedIssues([composed('2026-03-02T08:50:00.000Z')], now)).toHaveLength(1)
  expect(unplannedIssues([composed('2026-03-02T08:50:00.001Z')], now)).toEqual([])
  expect(unplannedIssues([{ record: issue({ state: 'planning' }), lateAt: due }], now)).toEqual([])
})

test('an issue that waits for approval is not late, but overdue once its time has passed', () => {
  const waiting = (until?: string) => ({
    record: issue({ state: 'awaiting-approval', approval: { preview: 'x', ...(until && { until }) } }),
    lateAt: due,
  })
  expect(lateIssues([waiting()], now)).toEqual([])
  expect(overdueIssues([waiting(), waiting('2026-03-02T09:00:00.001Z')], now)).toEqual([])
  expect(overdueIssues([waiting(due), { record: issue(), lateAt: due }], now)).toHaveLength(1)
})
