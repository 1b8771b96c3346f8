import type { Stage } from '../stage.ts'

/** Every Lambda that consumes a queue fails once, so it postpones a message. */
export async function tellFailures({ local, settle, hub, stack, admit, runDigest, post }: Stage): Promise<void> {
  const consumers = new Set(local.plan.eventSources.map(({ functionArn }) => functionArn))
  const functions = local.plan.functions.filter(({ arn }) => consumers.has(arn))
  const reads = /^(GetItem|Query|BatchGetItem)$/
  for (const { logicalId } of functions)
    local.faults.add({ accessKey: new RegExp(logicalId), operation: reads, times: attempts, fault: 'fail' })
  hub.refuse()
  await admit()
  await post('/subscribe', { email: 'eve@example.org', digest: 'daily' })
  const article = '---\ntitle: Failing\n---\n![It](fails.png) failed.\n'
  await stack.uploads.put('articles/fails.md', Buffer.from(article), 'text/markdown')
  await stack.uploads.put('articles/fails.png', Buffer.from('x'), 'image/png')
  await settle()
  await runDigest()
  local.faults.clear()
  await settle()
}

/** More than the SDK sends one request, because the messages of a batch are read concurrently. */
const attempts = 12

/** Runs every schedule of the template. */
export async function tellSchedules({ local, settle }: Stage): Promise<void> {
  for (const { logicalId } of local.plan.schedules) await local.fire(logicalId)
  await settle()
}

/** A digest does not run at its time, because Lambda gives up after three attempts. check-stack requests the run again. */
export async function tellMissedRun({ local, settle }: Stage): Promise<void> {
  local.faults.add({ service: 'lambda', resource: /ComposeIssue/, fault: 'fail', times: 3 })
  const now = local.clock.now()
  const tomorrow = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate() + 1, 10)
  local.clock.move(tomorrow - now.getTime())
  await settle()
}

/** A deployment after the others: it renders every page again. The first one found an empty stack. */
export async function tellDeployment({ admit, stack, settle, fire }: Stage): Promise<void> {
  const { publication } = stack.site
  const { daily } = publication.digests
  if (!daily) throw new Error('there is no daily digest')
  await stack.issues.recordDigests({ ...publication, digests: { removed: daily } })
  await admit({ digest: 'removed' })
  await fire('Resume')
  await stack.complete.add({ restart: true })
  await settle()
}

/** compose-issue stops after it has stored an issue, so its retry, or the next run, starts the planning. */
export async function tellInterruption({ local, upload, runDigest }: Stage): Promise<void> {
  await upload({ 'articles/interrupted.md': '---\ntitle: Interrupted\n---\nIt stopped.\n' })
  const rule = local.faults.add({ accessKey: /ComposeIssue/, operation: 'TransactWriteItems', fault: 'kill-after' })
  await runDigest()
  rule.remove()
}
