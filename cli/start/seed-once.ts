import type { LocalStack } from 'cdk-loopback/local-stack'
import type { Stack } from '../../operations/stack.ts'
import { sendDigest } from '../digest/send.ts'
import type { StartSteps } from './start-steps.ts'
import { steps } from './steps.ts'

/** Milliseconds. A start must not fail because the machine is busy. */
const slowest = 600_000
/** Milliseconds between two looks at the receipts. */
const interval = 500
const silent = { answer: () => {} }

/**
 * On the first start, publishes the seeds and sends the first issue. Returns false, and does nothing, if the stack has
 * uploads already.
 */
export async function seedOnce(
  local: Pick<LocalStack, 'idle'>,
  stack: Stack,
  shown: Pick<StartSteps, 'begin' | 'advance'>,
): Promise<boolean> {
  const { done: isNew } = await stack.uploads.list('').next()
  if (!isNew) return false
  shown.begin(steps.seed)
  const { seed } = await import('./seed.ts') // needs the templates, which are built by now
  const count = await seed(stack)
  const timer = setInterval(() => void showReceipts(count, stack, shown), interval)
  await local.idle({ timeoutMs: slowest }).finally(() => clearInterval(timer))
  const [digest] = Object.keys(stack.site.publication.digests)
  if (digest === undefined) return true
  shown.begin(steps.mail)
  await sendDigest(digest, stack, silent)
  return true
}

async function showReceipts(uploads: number, stack: Stack, shown: Pick<StartSteps, 'advance'>): Promise<void> {
  let receipts = 0
  for await (const path of stack.uploads.list('receipts/')) if (path.endsWith('.json')) receipts += 1
  shown.advance(receipts / uploads, `${receipts} of ${uploads} uploads have their receipts`)
}
