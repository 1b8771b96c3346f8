import { expect, test } from 'vitest'
import { addDelivery, addSoftBounce, isOverruled, type SoftBounces } from '../../../core/feedback/soft-bounces.ts'

/** Applies reports such as `b1` (issue 1 bounced softly) and `d2` (issue 2 was delivered), and returns the issues in a row. */
function issuesAfter(reports: string): readonly string[] {
  let row: SoftBounces | undefined
  for (const report of reports.split(' ')) {
    const issue = report.slice(1)
    const sent = { issue: `daily-${issue}`, sentAt: `2026-11-2${issue}T06:00:00.000Z` }
    if (report.startsWith('b')) row = addSoftBounce(row, sent)
    else if (row) row = addDelivery(row, sent)
  }
  return (row?.issues ?? []).map((issue) => issue.replace('daily-', ''))
}

test.each([
  ['every issue bounces', 'b1 b2 b3', ['1', '2', '3']],
  ['a repeated report counts once', 'b1 b1 b2 b1', ['1', '2']],
  ['every issue is accepted and then returned', 'd1 b1 d2 b2 d3 b3', ['1', '2', '3']],
  ['the return is reported before the acceptance', 'b1 d1 b2 d2 d1 d2', ['1', '2']],
  ['a delivery counts when the next issue is reported', 'b1 b2 d3 d4', []],
  ['a delivery ends the row before a later bounce', 'b1 b2 d3 b4', ['4']],
  ['a delivery that is reported twice does not end the row', 'b1 d2 d2 b2', ['1', '2']],
  ['the last delivery may still bounce', 'b1 b2 d3', ['1', '2']],
  ['a bounce that is reported late does not end the row', 'b1 d3 b2', ['1', '2']],
  ['nothing bounced', 'd1 d2 d3', []],
])('%s: %s', (_what, reports, issues) => {
  expect(issuesAfter(reports)).toEqual(issues)
})

test('what bounced before the suppression was lifted counts no more, as long as the row is stored', () => {
  const liftedAt = '2026-11-21T06:00:00.000Z'
  const sent = (issue: number) => ({ issue: `daily-${issue}`, sentAt: `2026-11-2${issue}T06:00:00.000Z` })
  const lifted: SoftBounces = { issues: [], liftedAt }
  expect(isOverruled(lifted, '2026-11-21T05:59:59Z')).toBe(true)
  expect(isOverruled(lifted, '2026-11-21T06:00:01Z')).toBe(false)
  expect([isOverruled(undefined, liftedAt), isOverruled({ issues: ['daily-1'] }, liftedAt)]).toEqual([false, false])
  expect(addDelivery(lifted, sent(2))).toBe(lifted)
  const bounced = addSoftBounce(lifted, sent(2))
  expect(bounced).toEqual({ issues: ['daily-2'], liftedAt })
  const delivered = addDelivery(bounced, sent(3))
  expect(delivered && addDelivery(delivered, sent(4))).toEqual(lifted)
})
