import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { planDigest } from '../../cli/digest/plan.ts'
import { approveIssue } from '../../cli/issues/approve.ts'
import { controlIssue } from '../../cli/issues/control-issue.ts'
import { listIssues } from '../../cli/issues/ls.ts'
import { showIssue } from '../../cli/issues/show.ts'
import { decideApproval } from '../../lambdas/compose-issue/await-approval.ts'
import { composeDigest } from '../../lambdas/compose-issue.ts'
import { lambdaServices } from '../support/mail-lambdas.ts'
import { type MailStack, startMailStack } from '../support/mail-stack.ts'

let mails: MailStack
let services: ReturnType<typeof lambdaServices>

beforeAll(async () => {
  mails = await startMailStack()
  const ours = lambdaServices(mails)
  const { publication } = ours.site
  const daily = { ...publication.digests.daily, approval: true, notAfter: '23:00' }
  const digests = { ...publication.digests, daily } as typeof publication.digests // its daily digest is there
  services = { ...ours, site: { ...ours.site, publication: { ...publication, digests } } }
})
afterEach(async () => {
  await mails.local.idle()
  await mails.dismiss()
})
afterAll(() => mails.close())

/** Composes an issue that waits for approval until 23:00 of the day, and returns its number. */
async function compose(): Promise<number> {
  const now = mails.local.clock.now()
  await composeDigest({ digest: 'daily', requestId: crypto.randomUUID() }, services, { now })
  await mails.local.idle()
  return (await mails.stack.issues.getDigest('daily')).lastNumber
}

const get = async (number: number) => {
  const record = await mails.stack.issues.get('daily', number)
  if (!record) throw new Error(`There is no issue ${number}`)
  return record
}
const pending = async () => (await mails.stack.issues.listPending('daily', 100)).map(({ articleId }) => articleId)
const status = async (path: string) => (await fetch(`${mails.local.site}${path}`)).status
const preview = async (number: number) => `/issues/daily/${number}/${(await get(number)).approval?.preview}/`
const operator = () => mails.mailsTo(mails.stack.site.publication.sender)

/** Runs a command, and returns its lines. */
async function run(command: (report: { answer: (value: unknown, lines: readonly string[]) => void }) => Promise<void>) {
  const lines: string[] = []
  await command({ answer: (_value, text) => void lines.push(...text) })
  return lines.join('\n')
}
const approve = (number: number) => run((report) => approveIssue('daily', String(number), mails.stack, report))
const control = (name: 'pause' | 'resume' | 'cancel' | 'retry', number: number) =>
  run((report) => controlIssue(name, 'daily', String(number), mails.stack, report))

test('a waiting issue is shown to the operator only; approved, it is mailed once, with its articles as they are then', async () => {
  const reader = await mails.admit()
  const [first, corrected, withdrawn] = await mails.publish(3)
  if (!first || !corrected || !withdrawn) throw new Error('nothing was published')
  const number = await compose()
  expect(await get(number)).toMatchObject({ state: 'awaiting-approval', articleCount: 3 })
  expect(await pending()).toHaveLength(3)
  expect(mails.mailsEach([reader])).toEqual([0])
  expect([await status(`/issues/daily/${number}/`), await status(await preview(number))]).toEqual([404, 200])
  expect(await (await fetch(`${mails.local.site}/issues/`)).text()).not.toContain((await get(number)).title)
  const mail = (await operator()).at(-1)
  expect(mail?.subject).toBe(`Approve: ${(await get(number)).title}`)
  for (const text of [`issues approve daily ${number}`, '3 articles', first.title, await preview(number), 'Subject: '])
    expect(mail?.text).toContain(text)
  for (const order of ['pause', 'resume', 'retry'] as const)
    await expect(control(order, number)).rejects.toThrow('waits for approval')
  expect(await run((report) => listIssues(mails.stack, report))).toContain('awaiting-approval')
  expect(await run((report) => showIssue('daily', String(number), mails.stack, report))).toContain(
    'issues approve daily',
  )
  expect(await run((report) => planDigest('daily', mails.stack, report))).toContain('waits for approval')

  const [late] = await mails.publish(1)
  for (const [article, changes] of [
    [corrected, { article: { ...corrected, title: 'The corrected title' } }],
    [withdrawn, { state: 'withdrawn', articleState: 'withdrawn' }],
  ] as const) {
    const record = await mails.stack.articles.get(article.id)
    if (record) await mails.stack.articles.save(record, { ...record, ...changes, revision: 2 } as typeof record, [])
  }
  const answer = await approve(number)
  expect(answer).toContain('approved, 2 articles')
  expect(answer).toContain(`Not in it any more: ${withdrawn.title}`)
  expect(answer).toContain(`Changed since it was composed: ${corrected.title}`)
  await mails.local.idle()
  expect(await approve(number)).toContain('approved already')
  await mails.local.idle()
  const [sent, ...others] = await mails.mailsTo(reader)
  expect(others).toEqual([])
  expect(sent?.text).toContain('The corrected title')
  for (const { title } of [withdrawn, late ?? withdrawn]) expect(sent?.text).not.toContain(title)
  const { approval, contentKey } = await get(number)
  expect((await mails.stack.issueContent.get(contentKey)).approvedAt).toBe(approval?.givenAt)
  expect(await get(number)).toMatchObject({ state: 'submitted', counts: { recipients: 1, submitted: 1 } })
  expect([await status(`/issues/daily/${number}/`), await status(await preview(number))]).toEqual([200, 404])
  expect(await pending()).toEqual([late?.id])
})

test('an issue that nobody approves in time is given up and reported; the next one has its articles', async () => {
  const reader = await mails.admit()
  const waiting = await pending()
  const [article] = await mails.publish(1)
  const number = await compose()
  const address = await preview(number)
  const hours = 24 - mails.local.clock.now().getUTCHours()
  mails.local.clock.move(hours * 3_600_000)
  await expect(approve(number)).rejects.toThrow('nobody approved it in time')
  await mails.settle() // check-stack finds it as well
  expect(await get(number)).toMatchObject({ state: 'expired' })
  expect((await operator()).filter(({ subject }) => subject?.startsWith('Not approved'))).toHaveLength(1)
  expect([await status(address), await status(`/issues/daily/${number}/`)]).toEqual([404, 404])
  await expect(control('cancel', number)).rejects.toThrow('nothing is left to cancel')
  expect(await pending()).toEqual([...waiting, article?.id])
  expect(mails.mailsEach([reader])).toEqual([0])
  const next = await compose()
  await approve(next)
  await mails.local.idle()
  expect((await mails.mailsTo(reader)).map(({ text }) => text?.includes(article?.title ?? ''))).toEqual([true])
  expect(await (await fetch(`${mails.local.site}/issues/daily/${next}/`)).text()).not.toContain(`/daily/${number}/`)
})

test('check-stack gives up an issue that nobody approved in time', async () => {
  await mails.publish(1)
  const number = await compose()
  mails.local.clock.move(24 * 3_600_000)
  await mails.settle()
  expect(await get(number)).toMatchObject({ state: 'expired' })
})

test('a cancelled issue is not approved any more, and its articles are still pending', async () => {
  await mails.publish(1)
  const number = await compose()
  const before = await pending()
  const address = await preview(number)
  expect(await control('cancel', number)).toContain('wait for the next issue')
  await mails.local.idle()
  await expect(approve(number)).rejects.toThrow('was cancelled')
  expect(await status(address)).toBe(404)
  expect(await pending()).toEqual(before)
  expect(before).not.toEqual([])
})

test('an issue that is approved while it is being cancelled is mailed, because it has taken its articles', async () => {
  const reader = await mails.admit()
  await mails.publish(1)
  const number = await compose()
  const now = mails.local.clock.now()
  const { issues } = mails.stack
  const raced = {
    ...mails.stack,
    issues: {
      ...issues,
      cancel: async (...given: Parameters<typeof issues.cancel>) => {
        await decideApproval({ digest: 'daily', number, approval: 'approve' }, services, now)
        return issues.cancel(...given)
      },
    },
  }
  await expect(run((report) => controlIssue('cancel', 'daily', String(number), raced, report))).rejects.toThrow(
    'approved just now',
  )
  await mails.local.idle()
  expect(await get(number)).toMatchObject({ state: 'submitted' })
  expect(mails.mailsEach([reader])).toEqual([1])
})

test('of decisions at the same time, one wins: the articles are either mailed or still pending', async () => {
  const reader = await mails.admit()
  for (const second of ['expire', 'cancel'] as const) {
    await mails.publish(1)
    const number = await compose()
    const before = await pending()
    const now = mails.local.clock.now()
    const record = await get(number)
    const other = () =>
      second === 'cancel' ? mails.stack.issues.cancel(record, now.toISOString()) : mails.stack.issues.expire(record)
    const decide = () => decideApproval({ digest: 'daily', number, approval: 'approve' }, services, now)
    await Promise.all([decide(), other(), decide()])
    await mails.local.idle()
    const { state, approval } = await get(number)
    const isApproved = approval?.givenAt !== undefined
    expect(await pending()).toEqual(isApproved ? [] : before)
    expect(['submitted', 'cancelled', 'expired']).toContain(state)
  }
  expect(mails.mailsEach([reader])[0]).toBeLessThanOrEqual(2)
})

test('the next issue replaces one that still waits, and a run that is repeated asks for approval again', async () => {
  await mails.publish(1)
  const message = { digest: 'daily', requestId: crypto.randomUUID() }
  const now = mails.local.clock.now()
  await composeDigest(message, services, { now })
  const { lastNumber: first } = await mails.stack.issues.getDigest('daily')
  const asked = async () => (await operator()).filter(({ subject }) => subject?.includes(`#${first} `)).length
  await mails.local.idle()
  await composeDigest(message, services, { now })
  await mails.local.idle()
  expect(await asked()).toBe(2)
  const second = await compose()
  expect([(await get(first)).state, (await get(second)).state]).toEqual(['expired', 'awaiting-approval'])
})

test('a decision that stopped halfway is finished by its repetition', async () => {
  const reader = await mails.admit()
  const stop = () => Promise.reject(new Error('stopped'))
  await mails.publish(1)
  const number = await compose()
  const now = mails.local.clock.now()
  const message = { digest: 'daily', number, approval: 'approve' } as const
  const unplanned = { ...services, plan: { ...services.plan, addAll: stop } }
  await expect(decideApproval(message, unplanned, now)).rejects.toThrow('stopped')
  expect(await get(number)).toMatchObject({ state: 'composed' })
  await decideApproval(message, services, now)
  await decideApproval(message, services, now)
  await mails.local.idle()
  expect(await get(number)).toMatchObject({ state: 'submitted' })
  expect(mails.mailsEach([reader])).toEqual([1])
})

test('the preview of a replaced issue is removed even if the run stopped after it had given up the issue', async () => {
  await mails.publish(1)
  const replaced = await compose()
  const address = await preview(replaced)
  const run = { digest: 'daily', requestId: crypto.randomUUID() }
  const now = mails.local.clock.now()
  const stopped = { ...services, publish: { ...services.publish, add: () => Promise.reject(new Error('stopped')) } }
  await expect(composeDigest(run, stopped, { now })).rejects.toThrow('stopped')
  expect([(await get(replaced)).state, await status(address)]).toEqual(['expired', 200])
  await composeDigest(run, services, { now })
  await mails.local.idle()
  expect([await status(address), await status(await preview(replaced + 1))]).toEqual([404, 200])
})
