import { setTimeout as sleep } from 'node:timers/promises'
import type { EventSourcePlan, StackPlan } from 'cdk-loopback/template/stack-plan'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type MailStack, startMailStack } from '../support/mail-stack.ts'

/** The quota of a new AWS account. Lambda starts with five pollers per queue. */
const newAccount = { concurrency: 10, maxWorkers: 5 }
/** Mails a second: an issue takes some seconds, as it does in an account with a low sending rate. */
const quota = { max24HourSend: 50_000, maxSendRate: 100 }
const recipients = 300

/** Uses the batch windows of the stack, and its numbers of planners and senders for a small account. */
function asInSmallAccount(plan: StackPlan): StackPlan {
  const limit = (source: EventSourcePlan): EventSourcePlan => {
    if (/PlanDeliveries|SendDeliveries/.test(source.logicalId)) return { ...source, maximumConcurrency: 2 }
    return source.logicalId.includes('RecordFeedback') ? { ...source, batchWindow: 5 } : source
  }
  return { ...plan, eventSources: plan.eventSources.map(limit) }
}

let mails: MailStack
beforeAll(async () => {
  mails = await startMailStack(undefined, { ...newAccount, quota, change: asInSmallAccount })
})
afterAll(() => mails.close())

test('with ten executions in all, visitors get answers while an issue is sent', {
  timeout: 240_000,
}, async () => {
  const readers = await mails.admitMany(recipients)
  await mails.publish(1)
  await mails.stack.compose.add({ digest: 'daily', requestId: 'small' })
  const isSent = () => mails.mailsEach(readers).every((count) => count > 0)
  const statuses: number[] = []
  while (!isSent()) {
    const { status } = await fetch(`${mails.local.site}/unsubscribe?t=unknown`)
    statuses.push(status)
    await sleep(20)
  }
  await mails.local.idle({ timeoutMs: 120_000 })
  expect(statuses.length).toBeGreaterThan(5)
  expect(statuses.filter((status) => status >= 500 || status === 429)).toEqual([])
  expect(mails.mailsEach(readers).filter((count) => count !== 1)).toEqual([])
  expect(await mails.stack.failures.count()).toBe(0)
})
