import { randomUUID } from 'node:crypto'
import { paginateListObjectsV2 } from '@aws-sdk/client-s3'
import { createS3 } from '../../../aws/clients.ts'
import { articleId } from '../../../core/articles/identity.ts'
import { receiptPath } from '../../../core/articles/receipt.ts'
import type { Delivery } from '../../../core/deliveries/delivery.ts'
import { countDeliveries } from '../../../core/deliveries/progress.ts'
import { verifyDelivery } from '../../../core/deliveries/verify-delivery.ts'
import { checkEnd, sendEvent } from '../check-outcome.ts'
import { find } from '../people/visitor.ts'
import type { Stage } from '../stage.ts'
import type { Story } from './story.ts'

/** Milliseconds in which a request to SES may still be under way. */
const underWay = 60_000

/** Issues that were composed since a number, with their ledgers. */
async function readLedgers({ stack, lastIssue }: Stage, since: number) {
  const ledgers = new Map<number, readonly Delivery[]>()
  for (let number = since + 1; number <= (await lastIssue()); number += 1)
    ledgers.set(number, await Array.fromAsync(stack.deliveries.list(`daily-${number}`)))
  return ledgers
}

type Ledgers = Awaited<ReturnType<typeof readLedgers>>

/** Lets everything end, and checks it against what the editors and readers have done. @param since the last issue before */
export async function checkStory(story: Story, since: number): Promise<readonly string[]> {
  const { stage } = story
  for (let attempt = 1; attempt <= 3 && (await stage.countFailures()) > 0; attempt += 1) {
    await stage.redrive()
    await stage.settle()
  }
  await stage.stack.compose.add({ digest: 'daily', requestId: randomUUID() })
  await stage.settle()
  const ledgers = await readLedgers(stage, since)
  return [
    ...((await stage.countFailures()) === 0 ? [] : ['a message stays in the dead-letter queue']),
    ...(await checkReceipts(story)),
    ...(await checkIssues(stage, ledgers)),
    ...(await checkReaders(story, ledgers)),
    ...(await checkMails(story, ledgers)),
    ...(await repeatStory(story, since)),
  ]
}

/** Checks that every upload has ended in one state: it is published, or withdrawn if it was deleted. */
async function checkReceipts({ stage, texts }: Story): Promise<string[]> {
  const checks = [...texts].map(async ([key, { text }]) => {
    const receipt = await stage.stack.uploads.getReceipt(receiptPath(key, 'json'))
    const { state } = JSON.parse(receipt?.body ?? '{}') as { readonly state?: string } // as docs/formats.md promises
    const expected = text === undefined ? 'withdrawn' : 'published'
    return state === expected ? [] : [`${key} is ${state} instead of ${expected}`]
  })
  return (await Promise.all(checks)).flat()
}

async function checkIssues(stage: Stage, ledgers: Ledgers): Promise<string[]> {
  const checks = [...ledgers].map(async ([number, deliveries]) => {
    const record = await stage.stack.issues.get('daily', number)
    const problems = [
      ...checkEnd(record, countDeliveries(deliveries.map(({ state }) => state))),
      ...deliveries.flatMap((delivery) => verifyDelivery(delivery, {})),
      ...deliveries.flatMap((delivery) => compare(stage, delivery)),
      ...((await stage.isOpen(number)) ? ['it is still among the open ones'] : []),
    ]
    return problems.map((each) => `issue ${number}: ${each}`)
  })
  return (await Promise.all(checks)).flat()
}

/** Checks that SES has exactly the mails that the ledger records, and one more only for a submission that was given up. */
function compare(stage: Stage, { issueId, subscriberId, state, repeats, givenUp }: Delivery): string[] {
  const mails = stage.captured().filter(({ tags }) => tags.issue === issueId && tags.delivery === subscriberId).length
  const recorded = state === 'submitted' ? 1 + repeats.length : 0
  return [
    ...(mails === recorded ? [] : [`SES has ${mails} mails of a delivery, the ledger ${recorded} (${state})`]),
    ...(mails <= 1 + givenUp ? [] : [`a recipient got ${mails} mails`]),
  ]
}

/** Checks that every reader got every article since they confirmed, exactly once. */
async function checkReaders({ stage, texts, people }: Story, ledgers: Ledgers): Promise<string[]> {
  const { articles, suppressions } = stage.stack
  const deliveries = [...ledgers.values()].flat()
  const problems: string[] = []
  for (const address of people.keys()) {
    const person = await find(stage, address)
    const isSuppressed = (await suppressions.get(await stage.hash(address))) !== undefined
    if (person?.state !== 'confirmed' || isSuppressed) continue
    for (const [key, { text }] of texts) {
      const article = (await articles.get(articleId(key)))?.article
      if (!article?.liveAt || text === undefined) continue
      const own = deliveries.filter((each) => each.subscriberId === person.id && each.articles.includes(article.id))
      const isDue = Date.parse(article.liveAt) >= Date.parse(person.confirmedAt ?? '')
      if (own.length !== (isDue ? 1 : 0) || own.some(({ state }) => state !== 'submitted'))
        problems.push(`a reader has ${own.length} deliveries of ${key} (${own.map(({ state }) => state)})`)
    }
  }
  return problems
}

/** Checks that nobody got a mail of an issue after they left or were suppressed, or before they confirmed. */
async function checkMails({ stage, people }: Story, ledgers: Ledgers): Promise<string[]> {
  const names = [...ledgers.keys()].map((number) => `daily-${number}`)
  const mails = stage.captured().filter(({ tags }) => names.includes(tags.issue ?? ''))
  const checks = [...people].map(async ([address, leftAt = Number.POSITIVE_INFINITY]) => {
    const own = mails.filter(({ destinations }) => destinations.includes(address)).map(({ at }) => Date.parse(at))
    const person = await find(stage, address)
    const suppression = await stage.stack.suppressions.get(await stage.hash(address))
    const end = Math.min(leftAt, Date.parse(suppression?.notedAt ?? '') || Number.POSITIVE_INFINITY)
    const start = Date.parse(person?.confirmedAt ?? '')
    return [
      ...(own.some((at) => at > end + underWay) ? [`${address} was mailed after they left or were suppressed`] : []),
      ...(own.length === 0 || own.every((at) => at >= start) ? [] : [`${address} was mailed before they confirmed`]),
      ...(leftAt < Number.POSITIVE_INFINITY && person?.state !== 'unsubscribed'
        ? [`${address} is ${person?.state}`]
        : []),
    ]
  })
  return (await Promise.all(checks)).flat()
}

/** Requests everything again, also all pages. Nothing may change: the site is what it would be without faults. */
async function repeatStory({ stage }: Story, since: number): Promise<string[]> {
  const before = await snapshot(stage, since)
  const { stack, queues, captured } = stage
  await stack.compose.add({ digest: 'daily', requestId: randomUUID() })
  for (const [number, deliveries] of await readLedgers(stage, since)) {
    const recipients = deliveries.map(({ subscriberId, articles }) => ({ subscriberId, articles }))
    if (recipients.length > 0) await queues.send.add({ digest: 'daily', number, recipients })
    for (const mail of captured()) if (mail.tags.issue === `daily-${number}`) await queues.feedback.add(sendEvent(mail))
  }
  await stack.complete.add({ restart: true })
  await stage.settle()
  const after = await snapshot(stage, since)
  return Object.entries(before).flatMap(([name, content]) => {
    const changed = content.filter((each, index) => each !== after[name as keyof typeof after][index])
    const isSame = changed.length === 0 && content.length === after[name as keyof typeof after].length
    return isSame ? [] : [`repeating everything has changed the ${name}: ${changed.slice(0, 5).join(', ')}`]
  })
}

async function snapshot(stage: Stage, since: number) {
  const { settings } = stage.stack
  const ledgers = await readLedgers(stage, since)
  return {
    mails: stage.captured().map(({ id }) => id),
    ledgers: [...ledgers.values()].map((each) => JSON.stringify(each)),
    site: await listFiles(stage, settings.siteBucket),
    receipts: await listFiles(stage, settings.uploadsBucket, 'receipts/'),
  }
}

/** Lists the files of a bucket with their hashes. */
async function listFiles({ local }: Stage, Bucket: string, Prefix = ''): Promise<string[]> {
  const client = createS3({ endpoint: local.aws, region: 'us-east-1', credentials: local.credentials })
  const pages = await Array.fromAsync(paginateListObjectsV2({ client }, { Bucket, Prefix }))
  return pages.flatMap(({ Contents = [] }) => Contents.map(({ Key, ETag }) => `${Key} ${ETag}`))
}
