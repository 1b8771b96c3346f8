import { randomUUID } from 'node:crypto'
import type { LocalStack } from 'cdk-loopback/local-stack'
import { findRun } from '../../core/schedules/digest-record.ts'
import type { Stack } from '../../operations/stack.ts'
import { waitFor } from '../../operations/wait-for.ts'
import type { FirstIssue } from './describe-ready.ts'
import type { StartSteps } from './start-steps.ts'
import { steps } from './steps.ts'

/** Milliseconds. A start must not fail because the machine is busy. */
const slowest = 600_000

/**
 * On the first start, publishes the seeds and mails the first issue. Says where everything is before that. Does nothing and
 * returns undefined if the stack has uploads already.
 */
export async function seedOnce(
  local: Pick<LocalStack, 'idle' | 'site'>,
  stack: Stack,
  shown: Pick<StartSteps, 'begin' | 'advance' | 'log'>,
  consoleUrl: string,
): Promise<FirstIssue | undefined> {
  const { done: isNew } = await stack.uploads.list('').next()
  if (!isNew) return undefined
  shown.log(`The site is at ${local.site}/ and the console at ${consoleUrl}/. The example articles follow.`)
  shown.begin(steps.seed)
  // The deployment completes first, as in the cloud: otherwise it would read the new uploads a second time.
  const [{ seed }] = await Promise.all([
    import('./seed.ts'), // needs the templates, which are built by now
    local.idle({ timeoutMs: slowest }),
  ])
  const count = await seed(stack)
  const built = local.idle({ timeoutMs: slowest })
  await Promise.race([built, waitFor(() => showReceipts(count, stack, shown), slowest)])
  shown.begin(steps.mail)
  const [issue] = await Promise.all([mailFirstIssue(stack), built]) // the rest of the site is built meanwhile
  return issue
}

/** Runs the first digest, and waits until its issue is submitted. */
async function mailFirstIssue({ site, compose, issues, subscribers }: Stack): Promise<FirstIssue | undefined> {
  const digests = Object.keys(site.publication.digests)
  const [digest] = digests
  if (digest === undefined) return undefined
  const requestId = randomUUID()
  await compose.add({ digest, requestId })
  const run = await waitFor(async () => findRun(await issues.getDigest(digest), requestId), slowest)
  const { number } = run ?? {}
  if (number === undefined) return undefined
  const ended = await waitFor(async () => {
    const record = await issues.get(digest, number)
    return record?.state === 'submitted' || record?.state === 'awaiting-approval' ? record : undefined
  }, slowest)
  const counts = await Promise.all(
    digests.map(async (name) => [name, (await subscribers.countRecipients(name)).readers] as const),
  )
  return { digest, mails: ended?.counts?.submitted ?? 0, readers: Object.fromEntries(counts) }
}

/** Returns true when every upload has its receipt, and undefined until then. */
async function showReceipts(
  uploads: number,
  stack: Stack,
  shown: Pick<StartSteps, 'advance'>,
): Promise<true | undefined> {
  let receipts = 0
  for await (const path of stack.uploads.list('receipts/')) if (path.endsWith('.json')) receipts += 1
  shown.advance(receipts / uploads, `${receipts} of ${uploads} uploads have their receipts`)
  return receipts >= uploads || undefined
}
