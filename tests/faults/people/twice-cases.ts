import type { FaultRule, Selector } from 'cdk-loopback/fault-rule'
import type { FaultCase } from '../fault-case.ts'

const composer: Selector = { accessKey: /ComposeIssue/ }
const planner: Selector = { accessKey: /PlanDeliveries/ }
const sender: Selector = { accessKey: /SendDeliveries/ }
const invocation = (resource: RegExp): Selector => ({ service: 'lambda', operation: 'Invoke', resource })
const entry: Selector = { ...sender, operation: 'PutItem', key: { prefix: 'delivery#' } }
const submission: Selector = { ...sender, operation: 'SendRawEmail' }
const page = (shard: string): Selector => ({ ...planner, operation: 'Query', key: `daily#${shard}` })

/** The steps of an issue. A step whose effect a retry finds done is killed before it, the others after it. */
const steps: Readonly<Record<string, FaultRule>> = {
  'plan: schedule fired': { ...invocation(/ComposeIssue/), fault: 'kill-before' },
  'plan: articles selected': { ...composer, operation: 'Query', key: { prefix: 'pending#' }, fault: 'kill-after' },
  'plan: digest record frozen': { ...composer, operation: 'TransactWriteItems', fault: 'kill-before' },
  'plan: recipients paged (page 1)': { ...page('0'), fault: 'kill-after' },
  'plan: recipients paged (middle)': { ...page('a'), fault: 'kill-after' },
  'plan: recipients paged (last)': { ...page('f'), fault: 'kill-after' },
  'plan: work enqueued': { ...planner, operation: 'SendMessage', resource: /SendQueue/, fault: 'kill-after' },
  'plan: plan marked complete': {
    ...planner,
    operation: 'UpdateItem',
    key: { prefix: 'issue#' },
    fault: 'kill-before',
  },
  'send: work item received': { ...invocation(/SendDeliveries/), fault: 'kill-before' },
  'send: subscriber re-read': {
    ...sender,
    operation: 'BatchGetItem',
    key: { prefix: 'subscriber#' },
    fault: 'kill-after',
  },
  'send: pair claimed': { ...entry, fault: 'kill-after' },
  'send: message rendered': { ...submission, fault: 'kill-before' },
  'send: SES called (request sent)': { ...submission, nth: 2, fault: 'kill-before' },
  'send: SES accepted (response lost)': { ...submission, fault: 'kill-after' },
  'send: acceptance recorded': { ...entry, nth: 4, fault: 'kill-after' },
  'send: item acknowledged': { ...invocation(/SendDeliveries/), fault: 'kill-after' },
}

export const twiceCases: readonly FaultCase[] = Object.entries(steps).map(([step, rule]) => ({
  name: `a Lambda is killed on the first two tries: ${step}`,
  family: 'crash',
  step,
  rules: [{ ...rule, times: 2 }],
}))
