import { AwsError } from '../endpoint/aws-service.ts'
import type { EventBusPlan, StackPlan } from '../template/stack-plan.ts'

/** The bus that every account has. It carries the events of AWS services. */
export const defaultBus = 'default'

/** Lists the buses of the account: the default one and those of the stack. */
export function busesOf(plan: Pick<StackPlan, 'eventBuses' | 'region' | 'account'>): readonly EventBusPlan[] {
  return [
    { logicalId: '', name: defaultBus, arn: busArn(defaultBus, plan), description: undefined },
    ...plan.eventBuses,
  ]
}

/** Returns the name of a bus that a template gives as a name or an ARN. */
export function busNameOf(nameOrArn: string | undefined): string {
  return nameOrArn?.replace(/^arn:[^/]*:event-bus\//, '') || defaultBus
}

/** Returns the name of a bus that a request gives as a name or an ARN, or the ARN of a bus elsewhere. */
export function requestedBus(nameOrArn: string | undefined, plan: Pick<StackPlan, 'region' | 'account'>): string {
  if (nameOrArn === undefined) return defaultBus
  const isElsewhere = nameOrArn.startsWith('arn:') && !nameOrArn.startsWith(busArn('', plan))
  return isElsewhere ? nameOrArn : busNameOf(nameOrArn)
}

/** Returns the ARN of a bus of this account, or the one of a bus elsewhere as it is. */
export function busArn(name: string, { region, account }: Pick<StackPlan, 'region' | 'account'>): string {
  return name.startsWith('arn:') ? name : `arn:aws:events:${region}:${account}:event-bus/${name}`
}

export function busNotFound(name: string): AwsError {
  return new AwsError('ResourceNotFoundException', 400, `Event bus ${name} does not exist.`)
}
