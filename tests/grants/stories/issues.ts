import { AwsError } from 'cdk-loopback/aws-service'
import { controlIssue } from '../../../cli/issues/control-issue.ts'
import type { DigestSettings } from '../../../core/digest-settings.ts'
import { issueRecord } from '../../../core/issues/compose-issue.ts'
import { issueId } from '../../../core/issues/issue.ts'
import { portionKey, progressKey } from '../../../core/keys.ts'
import type { Subscriber } from '../../../core/subscribers/subscriber.ts'
import { draftIssue } from '../../../operations/digest/draft-issue.ts'
import { bounce, sesEvent } from '../../core/feedback/sample-event.ts'
import type { Stage } from '../stage.ts'

const sender = /SendDeliveries/
const many = 1_000
const story = (title: string, front = '') => `---\ntitle: ${title}\ntopics: [maps]\n${front}---\nIt left at eight.\n`

/** Digests with everything that an issue may contain, and everything that may happen to its mails. */
export async function tellIssues(stage: Stage): Promise<void> {
  const { settle } = stage
  await settle()
  await fillIssues(stage)
  await mailAlone(stage)
  await decideApprovals(stage)
  await bounceMails(stage)
  await retryMails(stage)
  await deliverAtSubscribersTime(stage)
  await resumePlanning(stage)
  await failSubmissions(stage)
}

/** Issues with an editor's note, a sponsor's text, full texts and corrections, for readers with topics and another digest. */
async function fillIssues(stage: Stage): Promise<void> {
  const { admit, change, dismiss, hash, local, runDigest, stack, upload } = stage
  const [reader, suppressed, away] = [await admit(), await admit(), await admit(), await admit({ topics: ['maps'] })]
  await upload({
    'articles/issue/first.md': story('The first'),
    'articles/issue/withdrawn.md': story('The withdrawn one'),
    'issues/daily.md': 'A note from the editor.',
    'issues/daily.sponsor.md': 'A word from the sponsor.',
    'issues/unknown.md': 'A note for no digest.',
  })
  await stack.uploads.remove('articles/issue/withdrawn.md')
  await runDigest()
  await upload({
    'articles/issue/first.md': story('The first', 'status: corrected\nnotice: It left at nine.\n'),
    'articles/issue/second.md': story('The second'),
    'articles/issue/withdrawn.md': story('The one that returned'),
  })
  const now = local.clock.now().toISOString()
  await stack.suppressions.add(await hash(suppressed.address), { reason: 'bounce', at: now })
  await change(reader, { digestChangedAt: now })
  const paused = await change(away, { pausedUntil: '2099-01-01T00:00:00.000Z' })
  await runDigest()
  await change(paused, { pausedUntil: undefined, pauseEndedAt: '2098-01-01T00:00:00.000Z' })
  await upload({ 'articles/issue/third.md': story('The third') })
  await runDigest()
  await followLinks(stage, reader)
  await dismiss()
}

/** A reader opens a link of their mail, and a program looks at it. */
async function followLinks({ mailsTo }: Stage, reader: Subscriber): Promise<void> {
  const [mail] = await mailsTo(reader)
  const [link = ''] = /http[^"]*\/go\/[^"]*/.exec(mail?.html ?? '') ?? []
  for (const method of ['HEAD', 'GET']) {
    const { status } = await fetch(link, { method, redirect: 'manual' })
    if (status !== 302) throw new Error(`A counted link answered ${status}`)
  }
}

/** An article is mailed on its own, but by one digest only after approval. */
async function mailAlone({ admit, dismiss, settle, upload }: Stage): Promise<void> {
  await admit()
  await upload({ 'articles/issue/alone.md': story('The lonely one', 'mail: alone\n') })
  await settle()
  await upload({ 'articles/issue/alone.md': story('The lonely one', 'mail: none\n') })
  await dismiss()
}

/** Issues wait for approval: one is approved, and nobody approves the other in time. */
async function decideApprovals({ admit, dismiss, settle, stack, upload }: Stage): Promise<void> {
  await admit()
  const { publication } = stack.site
  const daily = { ...publication.digests.daily, approval: true } as DigestSettings // the digest exists
  for (const approval of ['approve', 'expire'] as const) {
    await upload({ [`articles/issue/${approval}.md`]: story(approval) })
    const { issue } = await draftIssue('daily', stack)
    const record = issueRecord(issue, { ...publication, digests: { daily } })
    await stack.issueContent.put(record.contentKey, issue)
    const before = await stack.issues.getDigest('daily')
    const after = { ...before, lastNumber: record.number, revision: before.revision + 1 }
    const overdue = { ...record, approval: { preview: 'x', until: '2020-01-01T00:00:00.000Z' } }
    const nothing = { marks: [], inserts: [], corrections: [] }
    await stack.issues.addRun('daily', after, nothing, approval === 'expire' ? overdue : record)
    await stack.compose.add({ digest: 'daily', number: record.number, approval })
    await settle()
  }
  await dismiss()
}

/** Mails bounce, draw complaints and bounce softly, until the issue pauses itself. The operator resumes it. */
async function bounceMails(stage: Stage): Promise<void> {
  const { admit, upload, stack, settle, dismiss } = stage
  for (const mailbox of ['bounce+1', 'bounce+2', 'bounce+3', 'complaint', 'suppressionlist', 'ooto'])
    await admit({ address: `${mailbox}@simulator.amazonses.com` })
  const [once, often] = [await admit(), await admit()]
  const feedback = stage.queue<object>(stage.named('queues', 'FeedbackQueue').url)
  const report = async (event: object, { address }: Subscriber, issue: string) => {
    const text = JSON.stringify(event).replace('daily-12', issue).replaceAll('ada@example.org', address)
    await feedback.add(JSON.parse(text))
    await settle()
  }
  const full = { status: '5.2.2', action: 'failed', diagnosticCode: 'smtp; 552 mailbox full' }
  const softBounce = bounce('Transient', 'MailboxFull', [full])
  const delivery = sesEvent('Delivery', { delivery: { timestamp: '2026-11-21T06:00:05.000Z' } })
  await report(softBounce, once, 'daily-1000')
  for (const issue of ['daily-1001', 'daily-1002']) await report(delivery, once, issue)
  for (const issue of ['daily-1001', 'daily-1002']) await report(softBounce, often, issue)
  await feedback.add({ eventType: 'Bounce' }) // cannot be read
  await upload({ 'articles/issue/bounce.md': story('Bounced') })
  // The last of seven mails waits until the others have paused the issue: an issue that has ended is not paused.
  const last = stage.local.faults.add({ accessKey: sender, operation: 'SendRawEmail', nth: 7, fault: 'hang' })
  const number = (await stack.issues.getDigest('daily')).lastNumber + 1
  await stack.compose.add({ digest: 'daily', requestId: 'bounces' })
  await stage.until(async () => (await stack.issues.get('daily', number))?.hold !== undefined)
  last.remove()
  await settle()
  await stage.order('resume', { digest: 'daily', number })
  await dismiss()
}

/** SES rejects all mails of an issue, and the operator retries them. The sender is faster than the count of control-issue. */
async function retryMails({
  admitMany,
  upload,
  local,
  runDigest,
  order,
  stack,
  until,
  settle,
  dismiss,
}: Stage): Promise<void> {
  await admitMany(3, 'a') // one shard: two runs of control-issue that hang would block a third
  const error = new AwsError('MessageRejected', 400, 'Email address is on a list.')
  const rule = local.faults.add({ accessKey: sender, operation: 'SendRawEmail', times: many, fault: 'fail', error })
  await upload({ 'articles/issue/rejected.md': story('Rejected') })
  const number = await runDigest()
  await order('retry', { digest: 'daily', number })
  rule.remove()
  const progress = { prefix: 'progress#' }
  const count = local.faults.add({
    accessKey: /ControlIssue/,
    operation: 'GetItem',
    key: progress,
    times: many,
    fault: 'hang',
  })
  await controlIssue('retry', 'daily', String(number), stack, { answer: () => {} })
  await until(async () => (await stack.issues.get('daily', number))?.counts?.submitted === 3)
  count.remove()
  await settle()
  await dismiss()
}

/**
 * An issue that waits for the subscribers' own time of day is paused, resumed and cancelled. Its shards look as if an earlier
 * version had planned them.
 */
async function deliverAtSubscribersTime({
  admit,
  stack,
  local,
  upload,
  order,
  until,
  dismiss,
  forget,
}: Stage): Promise<void> {
  await admit({ digest: 'weekly', timeZone: 'Asia/Tokyo' })
  await upload({ 'articles/issue/weekly.md': story('Weekly') })
  const senders = local.faults.add({ accessKey: sender, operation: 'BatchGetItem', fault: 'hang', times: many })
  await stack.compose.add({ digest: 'weekly', scheduledAt: local.clock.now().toISOString() })
  const lastNumber = async () => (await stack.issues.getDigest('weekly')).lastNumber
  await until(async () => (await stack.issues.get('weekly', await lastNumber()))?.state === 'planned')
  senders.remove()
  const issue = { digest: 'weekly', number: await lastNumber() } as const
  await controlIssue('pause', 'weekly', String(issue.number), stack, { answer: () => {} })
  for (const [shard, { recipients }] of await stack.issues.listPlanned(issue)) {
    await stack.issues.putPlanned(issue, shard, { recipients, portions: undefined })
    for (const key of [portionKey, progressKey])
      await forget(stack.settings.deliveriesTable, key(issueId(issue), shard, 1))
  }
  await order('resume', issue)
  await order('cancel', issue)
  await dismiss()
}

/** An issue is paused and resumed while it is planned. The answer to a planner's write is lost. */
async function resumePlanning({ admitMany, stack, local, upload, until, settle, dismiss }: Stage): Promise<void> {
  await admitMany(3)
  await upload({ 'articles/issue/planning.md': story('Planning') })
  const planner = /PlanDeliveries/
  const planners = local.faults.add({ accessKey: planner, operation: 'GetObject', times: many, fault: 'hang' })
  local.faults.add({ accessKey: planner, operation: 'PutItem', key: { prefix: 'recipients#' }, fault: 'lose-response' })
  const number = (await stack.issues.getDigest('daily')).lastNumber + 1
  await stack.compose.add({ digest: 'daily', requestId: 'planning' })
  await until(async () => (await stack.issues.get('daily', number))?.state === 'planning' && planners.hits > 0)
  const queued = local.faults.add({ accessKey: /ControlIssue/, resource: /PlanQueue/, fault: 'hang', milliseconds: 0 })
  for (const command of ['pause', 'resume'] as const)
    await controlIssue(command, 'daily', String(number), stack, { answer: () => {} })
  await until(async () => queued.hits > 0)
  planners.remove()
  await settle()
  await dismiss()
}

/**
 * SES throttles, and the answer to a submission is lost. The delivery stays unknown until the events of SES arrive, which is
 * after the issue has ended.
 */
async function failSubmissions({ admitMany, upload, local, runDigest, stack, settle }: Stage): Promise<void> {
  await admitMany(3)
  await upload({ 'articles/issue/throttled.md': story('Throttled') })
  local.faults.add({ accessKey: sender, operation: 'SendRawEmail', times: 4, fault: 'throttle' })
  local.faults.add({ accessKey: sender, operation: 'SendRawEmail', nth: 6, fault: 'lose-response' })
  const events = local.faults.add({ accessKey: /RecordFeedback/, operation: 'GetItem', times: many, fault: 'fail' })
  await runDigest()
  events.remove()
  await stack.failures.redrive()
  await settle()
}
