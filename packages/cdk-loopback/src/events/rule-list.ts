import type { Deliveries } from '../deliveries/deliveries.ts'
import type { RulePlan } from '../template/stack-plan.ts'
import type { BusEvent } from './bus-event.ts'
import { matchesPattern, parseEventPattern } from './event-pattern.ts'
import { composeInput } from './target-input.ts'

/** Sends events to the targets of the rules that match them. */
export type RuleList = {
  /** Stores a delivery for each target. Joins the current transaction. */
  route(busName: string, event: BusEvent, now: Date): void
}

export function createRuleList(plans: readonly RulePlan[], deliveries: Pick<Deliveries, 'add'>): RuleList {
  const rules = plans
    .filter(({ enabled }) => enabled)
    .map((plan) => ({ plan, pattern: parseEventPattern(plan.pattern) }))
  return {
    route: (busName, event, now) => {
      for (const { plan, pattern } of rules) {
        if (plan.busName !== busName || !matchesPattern(pattern, event)) continue
        for (const target of plan.targets) {
          deliveries.add({
            sender: 'events',
            name: plan.name,
            plan: target,
            body: composeInput(target.input, event, plan, now),
            deadLetter: JSON.stringify(event),
            attributes: { RULE_ARN: plan.arn },
          })
        }
      }
    },
  }
}
