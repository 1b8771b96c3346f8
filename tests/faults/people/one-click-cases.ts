import { AwsError } from 'cdk-loopback/aws-service'
import type { FaultRule, Selector } from 'cdk-loopback/fault-rule'
import type { Subscriber } from '../../../core/subscribers/subscriber.ts'
import { many } from '../calls.ts'
import type { FaultCase, Scene } from '../fault-case.ts'
import { addRecipients } from './recipients.ts'
import { check, leaving, visit } from './visitor.ts'

const caller: Selector = { accessKey: /SendConfirmation/ }
const invocation: Selector = { service: 'lambda', operation: 'Invoke', resource: /SendConfirmation/ }
const reading: Selector = { ...caller, operation: 'BatchGetItem', key: { prefix: 'subscriber#' } }
const saving: Selector = { ...caller, operation: 'TransactWriteItems' }
const denied = new AwsError('AccessDeniedException', 400, 'User is not authorized to perform the action')

const kills: readonly FaultRule[] = [
  ...[1, 2].flatMap((times): FaultRule[] => [
    { ...invocation, times, fault: 'kill-before' },
    { ...reading, times, fault: 'kill-after' },
    { ...saving, times, fault: 'kill-before' },
    { ...invocation, times, fault: 'kill-after' },
  ]),
  { ...saving, fault: 'kill-after' }, // a retry finds it done
]

const refusals: readonly FaultRule[] = [
  { ...invocation, times: 2, fault: 'throttle' },
  { ...reading, times: 2, fault: 'throttle' },
  { ...saving, times: 2, fault: 'throttle' },
  { ...saving, times: 2, fault: 'fail', error: denied },
  { ...saving, times: 2, fault: 'fail' },
  { ...saving, fault: 'lose-response' },
  { ...invocation, fault: 'repeat' },
]

/** Makes the requests of mail programs that are queued. Mail programs do not try again. */
async function leave({ stage }: Scene, readers: readonly Subscriber[], number: number): Promise<void> {
  for (const { id } of readers) {
    const { path, fields } = await leaving(stage, id, number)
    const status = await visit(stage, { path: `${path}&one-click=1`, fields })
    check(status === 200, `a request is answered with ${status}`)
  }
}

/** Checks that the readers have left, and are counted once. The next issue must not go to them. */
async function checkLeft(scene: Scene, readers: readonly Subscriber[], number: number, before: number): Promise<void> {
  const { stack } = scene.stage
  const states = await Promise.all(readers.map(async ({ id }) => (await stack.subscribers.get(id))?.state))
  check(
    states.every((each) => each === 'unsubscribed'),
    `the readers are ${states}`,
  )
  const left = (await stack.unsubscriptions.get('daily', number)) - before
  check(left === readers.length, `${left} are counted instead of ${readers.length}`)
  await addRecipients(scene, [])
}

async function leaveUnder(scene: Scene, rules: readonly FaultRule[]): Promise<void> {
  const { stage } = scene
  const number = (await stage.lastIssue()) || 1
  const before = await stage.stack.unsubscriptions.get('daily', number)
  const readers = await stage.admitMany(rules.length)
  for (const [index, rule] of rules.entries()) {
    const active = stage.local.faults.add(rule)
    await leave(scene, readers.slice(index, index + 1), number)
    await stage.settle()
    check(active.hits === (rule.times ?? 1), `${rule.fault} of ${rule.operation} occurred ${active.hits} times`)
    active.remove()
  }
  await checkLeft(scene, readers, number, before)
}

/** Requests with the link in the header of a mail. SQS has stored them when they are answered, so none may be lost. */
export const oneClickCases: readonly FaultCase[] = [
  {
    name: 'queued one-click requests come while their Lambda is killed at each step, once and twice',
    family: 'crash',
    step: 'unsubscribe: request queued',
    act: (scene) => leaveUnder(scene, kills),
  },
  {
    name: 'queued one-click requests come while the calls of their Lambda are refused or repeated',
    family: 'dependency',
    step: 'unsubscribe: request queued',
    act: (scene) => leaveUnder(scene, refusals),
  },
  {
    name: 'queued one-click requests wait in the dead-letter queue until the operator permits the write',
    family: 'dependency',
    step: 'unsubscribe: request queued',
    act: async (scene) => {
      const { stage } = scene
      const number = (await stage.lastIssue()) || 1
      const before = await stage.stack.unsubscriptions.get('daily', number)
      const readers = await stage.admitMany(2)
      const rule = stage.local.faults.add({ ...saving, times: many, fault: 'fail', error: denied })
      await leave(scene, readers, number)
      await stage.settle()
      check((await stage.countFailures()) === 2, 'a message is not in the dead-letter queue')
      rule.remove()
      await stage.redrive()
      await stage.settle()
      await checkLeft(scene, readers, number, before)
    },
  },
]
