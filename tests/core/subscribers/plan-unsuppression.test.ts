import { expect, test } from 'vitest'
import { planUnsuppression } from '../../../core/subscribers/plan-unsuppression.ts'

const at = '2026-11-05T00:00:00.000Z'
const [bounce, operator, complaint] = (['bounce', 'operator', 'complaint'] as const).map((reason) => ({ reason, at }))

test.each([
  [undefined, undefined, 'nothing'],
  [undefined, 'bounce', 'lift'],
  [bounce, undefined, 'lift'],
  [bounce, 'bounce', 'lift'],
  [bounce, 'complaint', 'complaint'],
  [undefined, 'complaint', 'complaint'],
  [complaint, undefined, 'complaint'],
  [operator, 'bounce', 'blocked'],
  [operator, 'complaint', 'complaint'],
] as const)('with %j in Postrider and %s in SES, the answer is %s', (suppression, listed, plan) => {
  expect(planUnsuppression(suppression, listed)).toBe(plan)
})
