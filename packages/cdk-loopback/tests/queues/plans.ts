import type { QueuePlan } from '../../src/template/stack-plan.ts'

export const topicArn = 'arn:aws:sns:us-east-1:000000000000:Topic'

export function queuePlan(name: string, awsUrl: string, attributes: Record<string, string> = {}): QueuePlan {
  return {
    logicalId: name,
    name,
    arn: `arn:aws:sqs:us-east-1:000000000000:${name}`,
    url: `${awsUrl}/000000000000/${name}`,
    attributes,
  }
}
