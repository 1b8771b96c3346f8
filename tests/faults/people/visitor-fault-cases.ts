import { AwsError } from 'cdk-loopback/aws-service'
import type { Selector } from 'cdk-loopback/fault-rule'
import { requestsPerAddress } from '../../../core/subscribers/limits.ts'
import { many } from '../calls.ts'
import type { FaultCase, Scene } from '../fault-case.ts'
import { addRecipients } from './recipients.ts'
import {
  beginVisit,
  check,
  confirmationMails,
  confirming,
  find,
  insist,
  limitWindow,
  newAddress,
  subscribeAnew,
  subscribing,
  type Visit,
  visit,
} from './visitor.ts'

const caller: Selector = { accessKey: /ManageSubscription/ }
const denied = new AwsError('AccessDeniedException', 400, 'User is not authorized to perform the action')

const subscribeCalls: Readonly<Record<string, Selector>> = {
  'address normalised': { ...caller, operation: 'UpdateItem' },
  'pending record written': { ...caller, operation: 'TransactWriteItems' },
  'confirmation sent': { ...caller, operation: 'SendMessage' },
}

const confirmCalls: Readonly<Record<string, Selector>> = {
  'token checked': { ...caller, operation: 'GetItem', key: { prefix: 'subscriber#' } },
  'status switched': { ...caller, operation: 'TransactWriteItems' },
}

/** Makes a request that must fail openly while a call is denied, and makes it again once it is permitted. */
async function visitWhenDenied({ stage }: Scene, selector: Selector, request: Visit): Promise<void> {
  const rule = stage.local.faults.add({ ...selector, times: many, fault: 'fail', error: denied })
  for (const attempt of [1, 2]) {
    const status = await visit(stage, request)
    check(status >= 500, `try ${attempt} is answered with ${status}`)
  }
  check(rule.hits > 0, 'the call is never made')
  rule.remove()
  await insist(stage, request, 1)
  await stage.settle()
}

const deniedCases: readonly FaultCase[] = [
  ...Object.entries(subscribeCalls).map(
    ([step, selector]): FaultCase => ({
      name: `a visitor subscribes, and a call is denied until the operator permits it: ${step}`,
      step: `subscribe: ${step}`,
      act: async (scene) => {
        const { stage } = scene
        const address = beginVisit(stage)
        await visitWhenDenied(scene, selector, subscribing(address))
        await insist(stage, await confirming(stage, address))
        await addRecipients(scene, [await find(stage, address)])
      },
    }),
  ),
  ...Object.entries(confirmCalls).map(
    ([step, selector]): FaultCase => ({
      name: `a visitor confirms, and a call is denied until the operator permits it: ${step}`,
      step: `confirm: ${step}`,
      act: async (scene) => {
        const { stage } = scene
        const address = await subscribeAnew(stage)
        await visitWhenDenied(scene, selector, await confirming(stage, address))
        await addRecipients(scene, [await find(stage, address)])
      },
    }),
  ),
].map((each) => ({ ...each, family: 'dependency' as const }))

/** SES accepts one of two mails that are requested at the same time. The other waits for the operator. */
const partialCases: readonly FaultCase[] = [
  {
    name: 'of two confirmation mails, SES refuses one until the operator permits it',
    family: 'dependency',
    step: 'subscribe: confirmation sent',
    act: async (scene) => {
      const { stage } = scene
      stage.local.clock.move(limitWindow)
      const [refused, accepted] = [newAddress(), newAddress()]
      const selector: Selector = { accessKey: /SendConfirmation/, operation: 'SendRawEmail', key: refused }
      const rule = stage.local.faults.add({ ...selector, times: many, fault: 'fail', error: denied })
      await Promise.all([refused, accepted].map((each) => insist(stage, subscribing(each), 1)))
      await stage.settle()
      const counts = await Promise.all([refused, accepted].map((each) => confirmationMails(stage, each)))
      check(String(counts.map(({ length }) => length)) === '0,1', 'not exactly the accepted mail has arrived, once')
      check((await stage.countFailures()) === 1, 'the refused mail is not in the dead-letter queue')
      rule.remove()
      await stage.redrive()
      await stage.settle()
      for (const each of [refused, accepted]) await insist(stage, await confirming(stage, each))
      await addRecipients(scene, await Promise.all([refused, accepted].map((each) => find(stage, each))))
    },
  },
]

const stormCases: readonly FaultCase[] = [
  {
    name: 'the same address is sent a hundred times at the same time',
    family: 'load',
    step: 'subscribe: a storm of requests',
    act: async (scene) => {
      const { stage } = scene
      const address = beginVisit(stage)
      const statuses = await Promise.all(Array.from({ length: 100 }, () => visit(stage, subscribing(address))))
      check(
        statuses.every((status) => status === 200 || status === 429),
        `the answers are ${[...new Set(statuses)]}`,
      )
      await stage.settle()
      const { length } = await confirmationMails(stage, address)
      check(length >= 1 && length <= requestsPerAddress.maximum, `the visitor got ${length} confirmation mails`)
      await insist(stage, await confirming(stage, address, 0))
      await addRecipients(scene, [await find(stage, address)])
    },
  },
]

export const visitorFaultCases: readonly FaultCase[] = [...deniedCases, ...partialCases, ...stormCases]
