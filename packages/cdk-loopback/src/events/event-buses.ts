import { AwsError } from '../endpoint/aws-service.ts'
import type { EventBusPlan, StackPlan } from '../template/stack-plan.ts'

/** The bus that every account has. It carries the events of AWS services. */
export const defaultBus = 'default'

/** Lists the buses of the account: the default one and those of the stack. */
export function busesOf(plan: Pick<StackPlan, 'eventBuses' | 'region' | 'account'>): readonly EventBusPlan[] {
  const arn = `arn:aws:events:${plan.region}:${plan.account}:event-bus/${defaultBus}`
  return [{ logicalId: '', name: defaultBus, arn, description: undefined }, ...plan.eventBuses]
}

/** Returns the name of a bus that a request or a template gives as a name or an ARN. */
export function busNameOf(nameOrArn: string | undefined): string {
  return nameOrArn?.replace(/^arn:[^/]*:event-bus\//, '') || defaultBus
}

export function busNotFound(name: string): AwsError {
  return new AwsError('ResourceNotFoundException', 400, `Event bus ${name} does not exist.`)
}
