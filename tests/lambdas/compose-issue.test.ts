import { AwsError } from 'cdk-loopback/aws-service'
import type { FaultRule } from 'cdk-loopback/fault-rule'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { maximumIssueArticles } from '../../core/issues/limits.ts'
import { pendingKey } from '../../core/keys.ts'
import type { ComposeMessage } from '../../core/messages.ts'
import type { DigestName } from '../../core/publication.ts'
import { RejectedInputError } from '../../core/rejected-input.ts'
import { composeDigest } from '../../lambdas/compose-issue.ts'
import { inProcess, lambdaServices } from '../support/mail-lambdas.ts'
import { type MailStack, startMailStack } from '../support/mail-stack.ts'

let mails: MailStack
let services: ReturnType<typeof lambdaServices>
let requests = 0

beforeAll(async () => {
  mails = await startMailStack()
  services = lambdaServices(mails)
})
afterEach(async () => {
  mails.local.faults.clear()
  await mails.local.idle()
  await mails.dismiss()
})
afterAll(() => mails.close())

const newRequest = (digest: DigestName = 'daily') => {
  requests += 1
  return { digest, requestId: `request-${requests}` }
}
const compose = (message: ComposeMessage) => composeDigest(message, services, { now: mails.local.clock.now() })
const lastNumber = async (digest: DigestName = 'daily') => (await mails.stack.issues.getDigest(digest)).lastNumber
const lastRun = async (digest: DigestName = 'daily') => (await mails.stack.issues.getDigest(digest)).runs[0]

/** Returns the ids of the articles of an issue. */
async function articlesOf(number: number, digest: DigestName = 'daily'): Promise<string[]> {
  const record = await mails.stack.issues.get(digest, number)
  if (!record) throw new Error(`There is no issue ${digest} ${number}`)
  return (await mails.stack.issueContent.get(record.contentKey)).articles.map(({ id }) => id)
}

async function pageOf(number: number, digest: DigestName = 'daily'): Promise<string> {
  const response = await fetch(`${mails.local.site}/issues/${digest}/${number}/`)
  return response.status === 200 ? response.text() : ''
}

const effects: readonly [string, Partial<FaultRule>][] = [
  ['its content is stored', { operation: 'PutObject' }],
  ['it is stored', { operation: 'TransactWriteItems' }],
  ['its articles are recorded as taken', { operation: 'PutItem' }],
  ['its page is requested', { operation: 'SendMessage' }],
  ['its planners are queued', { operation: 'SendMessageBatch' }],
  ['its state changes', { operation: 'UpdateItem' }],
]

test.each(effects)(
  'the retry of a run that stops before or after %s completes it: one issue is planned and has a page',
  async (_what, effect) => {
    const before = await lastNumber()
    const subscriber = await mails.admit()
    const articles = await mails.publish(3)
    const request = newRequest()
    for (const fault of ['fail', 'lose-response'] as const) {
      const rule = mails.local.faults.add({ accessKey: inProcess, ...effect, fault })
      await expect(compose(request)).rejects.toThrow()
      expect(rule.hits).toBe(1)
    }
    await compose(request)
    await mails.local.idle()
    expect(await lastNumber()).toBe(before + 1)
    expect((await articlesOf(before + 1)).toSorted()).toEqual(articles.map(({ id }) => id))
    expect(await mails.stack.issues.listPending('daily', 100)).toEqual([])
    expect(await mails.count('daily', before + 1)).toMatchObject({
      state: 'submitted',
      counts: { recipients: 1, submitted: 1 },
    })
    expect(mails.mailsEach([subscriber])).toEqual([1])
    const page = await pageOf(before + 1)
    for (const { title } of articles) expect(page).toContain(title)
  },
)

test.each([
  ['after the issue is stored', { operation: 'TransactWriteItems', fault: 'kill-after' }],
  ['after its planners are queued', { operation: 'SendMessageBatch', fault: 'kill-after' }],
] as const)('a Lambda that stops %s is retried with the same result', async (_when, crash) => {
  const before = await lastNumber()
  const subscriber = await mails.admit()
  await mails.publish(2)
  const rule = mails.local.faults.add({ accessKey: /ComposeIssue/, ...crash })
  await mails.stack.compose.add(newRequest())
  await mails.settle()
  expect(rule.hits).toBe(1)
  expect(await lastNumber()).toBe(before + 1)
  expect(await articlesOf(before + 1)).toHaveLength(2)
  expect((await mails.count('daily', before + 1)).state).toBe('submitted')
  expect(mails.mailsEach([subscriber])).toEqual([1])
  expect(await pageOf(before + 1)).not.toBe('')
})

test.each([
  ['the same run', () => Array<ComposeMessage>(5).fill(newRequest())],
  ['different runs', () => Array.from({ length: 5 }, () => newRequest())],
])('requests for %s at the same time compose one issue', async (_what, requests) => {
  const before = await lastNumber()
  const subscriber = await mails.admit()
  const articles = await mails.publish(3)
  await Promise.all(requests().map(compose))
  await mails.local.idle()
  expect(await lastNumber()).toBe(before + 1)
  expect((await articlesOf(before + 1)).toSorted()).toEqual(articles.map(({ id }) => id))
  expect(mails.mailsEach([subscriber])).toEqual([1])
})

test('without pending articles no issue is composed, and the run says so', async () => {
  const before = await lastNumber()
  const sent = mails.captured().length
  await mails.admit()
  const request = newRequest()
  await compose(request)
  await compose(request)
  const [run, former] = (await mails.stack.issues.getDigest('daily')).runs
  expect(run).toMatchObject({ outcome: 'nothing-pending', requestId: request.requestId })
  expect(run?.number).toBeUndefined()
  expect(former?.requestId).not.toBe(run?.requestId)
  expect(await lastNumber()).toBe(before)
  await mails.local.idle()
  expect(mails.captured()).toHaveLength(sent)
})

test('articles that exceed the maximum of one issue are in the issue of the next run', async () => {
  const before = await lastNumber()
  const articles = await mails.publish(maximumIssueArticles + 3)
  const request = newRequest()
  await compose(request)
  await compose(request)
  expect(await lastNumber()).toBe(before + 1)
  await compose(newRequest())
  expect(await lastNumber()).toBe(before + 2)
  const issues = await Promise.all([before + 1, before + 2].map((number) => articlesOf(number)))
  expect(issues.map(({ length }) => length)).toEqual([maximumIssueArticles, 3])
  expect(issues.flat().toSorted()).toEqual(articles.map(({ id }) => id))
})

test('two digests that run at the same time contain only their own articles', async () => {
  const numbers = { daily: await lastNumber('daily'), weekly: await lastNumber('weekly') }
  const [daily, weekly] = await Promise.all([mails.admit(), mails.admit({ digest: 'weekly' })])
  const [[forDaily], [forWeekly], [forBoth]] = await Promise.all([
    mails.publish(1, ['daily']),
    mails.publish(1, ['weekly']),
    mails.publish(1, ['daily', 'weekly']),
  ])
  await Promise.all((['daily', 'weekly'] as const).map((digest) => compose(newRequest(digest))))
  await mails.local.idle()
  const idsOf = (...articles: ({ id: string } | undefined)[]) => articles.map((article) => article?.id).toSorted()
  expect((await articlesOf(numbers.daily + 1, 'daily')).toSorted()).toEqual(idsOf(forDaily, forBoth))
  expect((await articlesOf(numbers.weekly + 1, 'weekly')).toSorted()).toEqual(idsOf(forWeekly, forBoth))
  const [toDaily, toWeekly] = [await mails.mailsTo(daily), await mails.mailsTo(weekly)]
  expect([toDaily.length, toWeekly.length]).toEqual([1, 1])
  expect(toDaily[0]?.text).not.toContain(forWeekly?.title)
  expect(toWeekly[0]?.text).not.toContain(forDaily?.title)
  for (const [mail] of [toDaily, toWeekly]) expect(mail?.text).toContain(forBoth?.title)
})

test('a mark whose article is no longer live is removed without an issue', async () => {
  const before = await lastNumber()
  const [withdrawn] = await mails.publish(1)
  if (!withdrawn) throw new Error('nothing was published')
  const record = await mails.stack.articles.get(withdrawn.id)
  if (!record) throw new Error('there is no record')
  const after = { ...record, state: 'withdrawn', articleState: 'withdrawn', revision: 2 } as const
  await mails.stack.articles.save(record, after, []) // as if publication.json had no such digest for a while
  await compose(newRequest())
  expect(await lastRun()).toMatchObject({ outcome: 'nothing-pending' })
  expect(await lastNumber()).toBe(before)
  expect(await mails.stack.issues.listPending('daily', 10)).toEqual([])
})

test('an issue stays submitted if its planners finish before compose-issue', async () => {
  const before = await lastNumber()
  await mails.publish(1)
  const hanging = mails.local.faults.add({ accessKey: inProcess, operation: 'UpdateItem', fault: 'hang' })
  const running = compose(newRequest())
  await expect.poll(() => hanging.hits).toBe(1)
  await mails.local.idle()
  hanging.remove()
  await running
  expect(await mails.stack.issues.get('daily', before + 1)).toMatchObject({ state: 'submitted' })
})

test('a transaction that fails for a reason other than a race is an error', async () => {
  await mails.publish(1)
  const error = new AwsError('TransactionCanceledException', 400, 'Transaction cancelled [ThrottlingError]')
  mails.local.faults.add({ accessKey: inProcess, operation: 'TransactWriteItems', fault: 'fail', error })
  await expect(compose(newRequest())).rejects.toMatchObject({ name: 'TransactionCanceledException' })
  await compose(newRequest())
})

test('an unknown digest is rejected, not retried', async () => {
  for (const digest of ['hourly', 'constructor', 'a#b'])
    await expect(compose({ digest })).rejects.toThrow(RejectedInputError)
})

test('a late run of a digest that was removed from publication.json composes nothing', async () => {
  const before = await lastNumber()
  await mails.publish(1)
  const { site } = services
  const without = { ...services, site: { ...site, publication: { ...site.publication, digests: {} } } }
  const run = composeDigest({ digest: 'daily', scheduledAt: '2030-01-01T07:30:00Z' }, without, { now: new Date() })
  await expect(run).rejects.toThrow('publication.json has no digest named daily')
  expect(await lastNumber()).toBe(before)
  await compose(newRequest())
})

test('a schedule composes an issue, which the time at which it was due identifies', async () => {
  const before = await lastNumber()
  await mails.publish(1)
  const schedule = mails.local.plan.schedules.find(({ logicalId }) => logicalId.includes('Composedaily'))
  await mails.local.fire(schedule?.logicalId ?? '')
  await mails.local.idle()
  expect(await lastRun()).toMatchObject({
    outcome: 'composed',
    number: before + 1,
    requestId: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
  })
})

test('a scheduled run that is requested again, by whatever message, composes nothing more', async () => {
  const before = await lastNumber()
  await mails.publish(1)
  await compose({ digest: 'daily', scheduledAt: '2030-01-01T08:00:00Z', requestId: 'first' })
  await mails.publish(1)
  await compose({ digest: 'daily', scheduledAt: '2030-01-01T08:00:00.000Z', requestId: 'second' })
  expect(await lastNumber()).toBe(before + 1)
  await compose({ digest: 'daily', scheduledAt: '2030-01-02T08:00:00Z' })
  expect(await lastNumber()).toBe(before + 2)
})

test('a run that is too late composes no issue; the next one has its articles, and the run says so', async () => {
  const before = await lastNumber()
  const articles = await mails.publish(2)
  const { site } = services
  const daily = { ...site.publication.digests.daily, notAfter: '13:00' }
  const publication = { ...site.publication, digests: { daily } } as typeof site.publication // its daily digest is there
  const late = { ...services, site: { ...site, publication } }
  const run = (scheduledAt: string, now: string) =>
    composeDigest({ digest: 'daily', scheduledAt }, late, { now: new Date(now) })
  await run('2030-01-01T09:00:00Z', '2030-01-01T13:00:01Z')
  expect(await lastRun()).toMatchObject({ outcome: 'too-late', waiting: 2 })
  expect(await lastNumber()).toBe(before)
  await run('2030-01-02T09:00:00Z', '2030-01-02T12:59:00Z')
  expect((await articlesOf(before + 1)).toSorted()).toEqual(articles.map(({ id }) => id))
})

test('an article that is left out waits, and a pinned one comes first', async () => {
  const before = await lastNumber()
  const [first, second, third] = await mails.publish(3)
  const handle = (article: typeof first, handling: 'held' | 'pinned' | undefined) =>
    mails.stack.issues.handle(pendingKey('daily', `${article?.liveAt}#${article?.id}`), handling)
  expect(await Promise.all([handle(first, 'pinned'), handle(second, 'held')])).toEqual(['done', 'done'])
  await compose(newRequest())
  expect(await articlesOf(before + 1)).toEqual([first?.id, third?.id])
  await handle(second, undefined)
  await compose(newRequest())
  expect(await articlesOf(before + 2)).toEqual([second?.id])
})

test('the daily digest is composed at seven in London before and after clock changes, and once after an outage', async () => {
  const composedAt: string[] = []
  const until = async (time: string) => {
    const before = await lastNumber()
    await mails.publish(1)
    mails.local.clock.move(new Date(time))
    await mails.local.idle()
    const after = await lastNumber()
    if (after > before) composedAt.push(time)
    expect(after - before).toBeLessThan(2)
  }
  const times = ['30T06:50:00', '30T07:00:01', '31T05:50:00', '31T06:00:01', '31T07:00:01'] // clocks go forward on the 31st
  for (const time of times) await until(`2030-03-${time}Z`)
  await until('2030-04-05T12:00:00Z')
  expect(composedAt).toEqual([
    '2030-03-30T06:50:00Z',
    '2030-03-30T07:00:01Z',
    '2030-03-31T06:00:01Z',
    '2030-04-05T12:00:00Z',
  ])
})

test('a run in a week that the digest leaves out leaves no trace; in the next week, its articles are mailed', async () => {
  await mails.publish(1)
  const { publication } = services.site
  const daily = publication.digests.daily
  if (!daily) throw new Error('there is no daily digest')
  const schedule = { every: 'week', on: 'friday', at: '07:00', interval: 2, from: '2026-01-02' } as const
  const digests = { ...publication.digests, daily: { ...daily, schedule } }
  const everyOther = { ...services, site: { ...services.site, publication: { ...publication, digests } } }
  const run = (scheduledAt: string) =>
    composeDigest({ digest: 'daily', scheduledAt }, everyOther, { now: mails.local.clock.now() })
  const before = await mails.stack.issues.getDigest('daily')
  await run('2026-01-09T07:00:00Z')
  expect(await mails.stack.issues.getDigest('daily')).toEqual(before)
  await run('2026-01-16T07:00:00Z')
  expect(await lastRun()).toMatchObject({ outcome: 'composed', number: before.lastNumber + 1 })
})
