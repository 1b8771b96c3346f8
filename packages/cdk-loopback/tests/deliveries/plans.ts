import type { DeliveryPlan } from '../../src/template/stack-plan.ts'

/** The plan of a delivery without a policy of its own. */
export function deliveryPlan(plan: Pick<DeliveryPlan, 'kind' | 'arn'> & Partial<DeliveryPlan>): DeliveryPlan {
  return { retry: { maximumAttempts: 185, maximumAge: 86_400 }, deadLetterArn: undefined, ...plan }
}
