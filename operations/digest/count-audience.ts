import { historyReader } from '../../aws/deliveries/read-histories.ts'
import { chooseRecipient } from '../../core/deliveries/choose-recipient.ts'
import { chooseArticles, explainAbsence } from '../../core/issues/choose-articles.ts'
import { choiceOf, type Issue } from '../../core/issues/issue.ts'
import { hashAddress } from '../../core/subscribers/hash-address.ts'
import { type Subscriber, shards } from '../../core/subscribers/subscriber.ts'
import { fingerprint } from '../../core/text/fingerprint.ts'
import type { Stack } from '../stack.ts'
import type { Audience } from './describe-plan.ts'

/** The contents and the language of one variant of the mail. */
export type VariantChoice = { readonly choice: readonly string[]; readonly language: string }

export type AudienceOfIssue = Audience & {
  /** Number of distinct mails. */
  readonly contentSets: number
  /** The variant with the most contents in each language. */
  readonly largest: readonly VariantChoice[]
}

/** Shards that are read at once. More would only take more memory: four keep both sides of the connection busy. */
const shardsAtOnce = 4

/** Subscribers that one read returns. A local stack does nothing else meanwhile. */
const pageSize = { fast: 500, resting: 200 } as const

/** Maximum number of suppressions that one read returns. */
const mostSuppressions = 100

/**
 * Chooses the recipients of an issue as the planner does, and counts them. Of each distinct mail, only a hash is kept.
 * @param listener is told how many subscribers were read
 * @param rest awaited after each page, if the counting must not slow down the stack; otherwise several shards are read at once
 */
export async function countAudience(
  issue: Issue,
  stack: Stack,
  listener?: (read: number) => void,
  rest?: () => Promise<void>,
): Promise<AudienceOfIssue> {
  let read = 0
  const { addressPepper } = await stack.readSecrets()
  const readHistories = historyReader(issue, stack)
  const variants = new Set<string>()
  const largest = new Map<string, VariantChoice>()
  const skipped = { paused: 0, joinedLater: 0, otherTopics: 0, received: 0 }
  const counts = { recipients: 0, suppressed: 0 }
  const told = new Map<string, number>()

  const add = ({ language }: Subscriber, choice: readonly string[]): void => {
    counts.recipients += 1
    variants.add(fingerprint(`${language} ${choice.join()}`, 16))
    if (choice.length > (largest.get(language)?.choice.length ?? 0)) largest.set(language, { choice, language })
    for (const correction of issue.corrections) {
      const id = choiceOf(correction)
      if (choice.includes(id)) told.set(id, (told.get(id) ?? 0) + 1)
    }
  }
  const countPage = async (subscribers: readonly Subscriber[]): Promise<void> => {
    const histories = await readHistories(subscribers)
    const chosen = subscribers.flatMap((subscriber, index) => {
      const history = histories[index]
      const recipient = history && chooseRecipient(issue, subscriber, history)
      if (!recipient) skipped[reasonOf(issue, subscriber)] += 1
      return recipient ? [{ subscriber, recipient, hash: hashAddress(subscriber.address, addressPepper) }] : []
    })
    for (let start = 0; start < chosen.length; start += mostSuppressions) {
      const part = chosen.slice(start, start + mostSuppressions)
      const suppressions = await stack.suppressions.getMany(part.map(({ hash }) => hash))
      for (const { subscriber, recipient, hash } of part) {
        if (suppressions.has(hash)) counts.suppressed += 1
        else add(subscriber, recipient.articles)
      }
    }
    read += subscribers.length
    listener?.(read)
  }
  const countShard = async (shard: string): Promise<void> => {
    let cursor: string | undefined
    do {
      const page = await stack.subscribers.listRecipients(
        issue.digest,
        shard,
        cursor,
        pageSize[rest ? 'resting' : 'fast'],
      )
      await countPage(page.subscribers)
      await rest?.()
      cursor = page.cursor
    } while (cursor)
  }
  const remaining = [...shards]
  const countSome = async (): Promise<void> => {
    for (let shard = remaining.shift(); shard !== undefined; shard = remaining.shift()) await countShard(shard)
  }
  await Promise.all(Array.from({ length: rest ? 1 : shardsAtOnce }, countSome))
  const corrections = issue.corrections.flatMap((correction) => {
    const recipients = told.get(choiceOf(correction)) ?? 0
    return recipients > 0 ? [{ kind: correction.kind, title: correction.title, recipients }] : []
  })
  return { ...counts, skipped, corrections, contentSets: variants.size, largest: [...largest.values()] }
}

function reasonOf(issue: Issue, subscriber: Subscriber): keyof Audience['skipped'] {
  return chooseArticles(issue, subscriber).length > 0 ? 'received' : explainAbsence(issue, subscriber)
}
