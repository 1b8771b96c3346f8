import { AwsError } from 'cdk-loopback/aws-service'
import { controlIssue } from '../../../cli/issues/control-issue.ts'
import type { Subscriber } from '../../../core/subscribers/subscriber.ts'
import { bounce } from '../../core/feedback/sample-event.ts'
import type { Stage } from '../stage.ts'

const sender = /SendDeliveries/
const story = (title: string, front = '') => `---\ntitle: ${title}\ntopics: [maps]\n${front}---\nIt left at eight.\n`

/** Digests with everything that an issue may contain, and everything that may happen to its mails. */
export async function tellIssues(stage: Stage): Promise<void> {
  const { settle } = stage
  await settle()
  await fillIssues(stage)
  await bounceMails(stage)
  await controlIssues(stage)
  await deliverAtSubscribersTime(stage)
  await failSubmissions(stage)
}

/** Issues with an editor's note, a sponsor's text, full texts and corrections, for readers with topics and another digest. */
async function fillIssues({ admit, change, dismiss, hash, local, runDigest, stack, upload }: Stage): Promise<void> {
  const [reader, suppressed] = [await admit(), await admit(), await admit({ topics: ['maps'] })]
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
  await runDigest()
  await dismiss()
}

/** Mails bounce, draw complaints and bounce softly, until the issue pauses itself. */
async function bounceMails(stage: Stage): Promise<void> {
  const { admit, upload, stack, runDigest, settle, dismiss } = stage
  for (const mailbox of ['bounce', 'complaint', 'suppressionlist', 'ooto'])
    await admit({ address: `${mailbox}@simulator.amazonses.com` })
  const [once, often] = [await admit(), await admit()]
  const feedback = stage.queue<object>(stage.named('queues', 'FeedbackQueue').url)
  const bounceSoftly = async ({ address }: Subscriber, issue: string) => {
    const full = { emailAddress: address, status: '5.2.2', action: 'failed', diagnosticCode: 'smtp; 552 mailbox full' }
    await feedback.add(
      JSON.parse(JSON.stringify(bounce('Transient', 'MailboxFull', [full])).replace('daily-12', issue)),
    )
    await settle()
  }
  await bounceSoftly(once, 'daily-1000')
  for (const issue of ['daily-1001', 'daily-1002']) await bounceSoftly(often, issue)
  await upload({ 'articles/issue/bounce.md': story('Bounced') })
  const number = await runDigest()
  if (!(await stack.issues.get('daily', number))?.hold) throw new Error('The issue did not pause itself')
  await dismiss()
}

/** SES rejects mails, and the operator retries, pauses, resumes and cancels. */
async function controlIssues({ admitMany, upload, local, runDigest, order, dismiss }: Stage): Promise<void> {
  await admitMany(3)
  const error = new AwsError('MessageRejected', 400, 'Email address is on a list.')
  const rule = local.faults.add({ accessKey: sender, operation: 'SendRawEmail', times: 99, fault: 'fail', error })
  await upload({ 'articles/issue/control.md': story('Controlled') })
  const issue = { digest: 'daily', number: await runDigest() } as const
  rule.remove()
  for (const command of ['retry', 'pause', 'resume', 'cancel'] as const) await order(command, issue)
  await dismiss()
}

/** An issue that waits for the subscribers' own time of day is paused, resumed and cancelled. */
async function deliverAtSubscribersTime({ admit, stack, local, upload, order, until, dismiss }: Stage): Promise<void> {
  await admit({ digest: 'weekly', timeZone: 'Asia/Tokyo' })
  await upload({ 'articles/issue/weekly.md': story('Weekly') })
  const senders = local.faults.add({ accessKey: sender, operation: 'BatchGetItem', fault: 'hang', times: 99 })
  await stack.compose.add({ digest: 'weekly', scheduledAt: local.clock.now().toISOString() })
  const lastNumber = async () => (await stack.issues.getDigest('weekly')).lastNumber
  await until(async () => (await stack.issues.get('weekly', await lastNumber()))?.state === 'planned')
  senders.remove()
  const issue = { digest: 'weekly', number: await lastNumber() } as const
  await controlIssue('pause', 'weekly', String(issue.number), stack, { answer: () => {} })
  await order('resume', issue)
  await order('cancel', issue)
  await dismiss()
}

/** SES throttles, and answers to submissions are lost, so that deliveries stay unknown for a while. */
async function failSubmissions({ admitMany, upload, local, runDigest }: Stage): Promise<void> {
  await admitMany(3)
  await upload({ 'articles/issue/throttled.md': story('Throttled') })
  local.faults.add({ accessKey: sender, operation: 'SendRawEmail', times: 4, fault: 'throttle' })
  local.faults.add({ accessKey: sender, operation: 'SendRawEmail', nth: 6, fault: 'lose-response' })
  await runDigest()
  local.faults.clear()
}
