import { setTimeout as sleep } from 'node:timers/promises'
import type { StackPlan } from 'cdk-loopback/template/stack-plan'
import { expect, onTestFinished, test } from 'vitest'
import { startMailStack } from '../support/mail-stack.ts'
import { startTestStack } from '../support/test-stack.ts'

/** The quota of a new AWS account. Lambda starts with five pollers per queue. */
const newAccount = { concurrency: 10, maxWorkers: 5 }
/** Mails a second: an issue takes some seconds, as it does in an account with a low sending rate. */
const quota = { max24HourSend: 50_000, maxSendRate: 100 }
const recipients = 300

/** Gathers the events of SES in batches, as the stack does. Planners, senders and ingesters are limited by `concurrency`. */
function withBatchWindow(plan: StackPlan): StackPlan {
  const gather = (source: StackPlan['eventSources'][number]) =>
    source.logicalId.includes('RecordFeedback') ? { ...source, batchWindow: 5 } : source
  return { ...plan, eventSources: plan.eventSources.map(gather) }
}

/** Requests a page of the visitors' Lambda again and again until something is done. Returns the statuses. */
async function visitUntil(site: string, isDone: () => boolean): Promise<number[]> {
  const statuses: number[] = []
  while (!isDone()) {
    const { status } = await fetch(`${site}/unsubscribe?t=unknown`)
    statuses.push(status)
    await sleep(20)
  }
  return statuses
}

const isError = (status: number) => status >= 500 || status === 429

test('with ten executions in all, visitors get answers while an issue is sent', { timeout: 240_000 }, async () => {
  const mails = await startMailStack(undefined, { ...newAccount, quota, change: withBatchWindow })
  onTestFinished(() => mails.close())
  const readers = await mails.admitMany(recipients)
  await mails.publish(1)
  await mails.stack.compose.add({ digest: 'daily', requestId: 'small' })
  const statuses = await visitUntil(mails.local.site, () => mails.mailsEach(readers).every((count) => count > 0))
  await mails.local.idle()
  expect(statuses.length).toBeGreaterThan(5)
  // Where executions take long, all ten may be in use for a moment.
  expect(statuses.filter(isError).length).toBeLessThan(statuses.length / 10)
  expect(mails.mailsEach(readers).filter((count) => count !== 1)).toEqual([])
  expect(await mails.stack.failures.count()).toBe(0)
})

// The Lambdas that publish what was read are not limited themselves, so a few visitors may have to try again.
test('with ten executions in all, most visitors get answers while many articles are uploaded', {
  timeout: 400_000,
}, async () => {
  const { local, stack, upload, read, close } = await startTestStack(newAccount)
  onTestFinished(close)
  await local.idle()
  const numbers = Array.from({ length: 60 }, (_, n) => n)
  await Promise.all(numbers.map((n) => upload(`articles/${n}.md`, `---\ntopics: [maps]\n---\n# Map ${n}\n`)))
  let done = false
  const work = local.idle({ timeoutMs: 360_000 }).finally(() => {
    done = true
  })
  const statuses = await visitUntil(local.site, () => done)
  await work
  expect(statuses.filter(isError).length).toBeLessThan(statuses.length / 10)
  const pages = await Promise.all(numbers.map((n) => read(`articles/map-${n}/`)))
  expect(pages.filter((page) => page === undefined)).toEqual([])
  expect(await stack.failures.count()).toBe(0)
})
