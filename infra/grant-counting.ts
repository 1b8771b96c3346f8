import type { Lambda } from './lambda.ts'
import type { Storage } from './storage.ts'

/** Lets a Lambda that settles deliveries count their batches, and end the issue after the last one. */
export function grantCounting(lambda: Lambda, { issues, deliveries }: Storage): void {
  lambda.grantItems(deliveries, ['BatchGetItem'], ['delivery#*'])
  lambda.grantItems(deliveries, ['GetItem'], ['recipients#*'])
  lambda.grantItems(deliveries, ['GetItem', 'BatchGetItem', 'UpdateItem', 'ConditionCheckItem'], ['progress#*'])
  lambda.grantItems(issues, ['GetItem', 'UpdateItem', 'ConditionCheckItem'], ['issue#*'])
  lambda.grantItems(issues, ['Query'], ['planned#*'])
  lambda.grantItems(issues, ['DeleteItem'], ['open-issues'])
}
