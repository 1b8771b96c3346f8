import { randomUUID } from 'node:crypto'
import { historyReader } from '../../aws/deliveries/read-histories.ts'
import { chooseRecipient } from '../../core/deliveries/choose-recipient.ts'
import { assembleMail } from '../../core/issues/assemble-mail.ts'
import { choiceOf, countArticles, type Issue } from '../../core/issues/issue.ts'
import { personalParts } from '../../core/issues/personal-parts.ts'
import { renderVariant, type Variant } from '../../core/issues/render-variant.ts'
import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import { CommandFailure } from '../command-failure.ts'
import { readDigest } from '../read-names.ts'
import type { Stack } from '../stack.ts'
import { findSubscriber } from '../subscribers/find-subscriber.ts'
import { draftIssue, listWaiting, sampleIssue } from './draft-issue.ts'
import { listUpcomingAlone, type UpcomingAlone } from './upcoming-alone.ts'

export type DraftMail = {
  readonly variant: Variant
  /** True if no articles are pending. The mail then shows the newest articles instead. */
  readonly isSample: boolean
  /** What waits beside the issue, as `listWaiting` returns it. */
  readonly waiting: Awaited<ReturnType<typeof listWaiting>>
  /**
   * Returns the mail to an address. Its unsubscribe and preferences links do not work, because they would change the
   * subscription of another person.
   */
  mailTo(address: string): Uint8Array
}

/** Composes a mail of the next issue for a given subscriber or, by default, for a subscriber to every topic. */
export async function draftMail(
  name: string,
  as: string | undefined,
  stack: Stack,
  change: (issue: Issue) => Issue = (issue) => issue,
  now = new Date(),
): Promise<DraftMail> {
  const digest = readDigest(name, stack)
  const found = as === undefined ? undefined : await findSubscriber(as, stack)
  const reader = found?.subscriber
  const draft = (await draftIssue(digest, stack, now)).issue
  const isSample = draft.articles.length === 0
  const issue = change(withoutClicks(isSample ? await sampleIssue(digest, stack) : draft))
  if (issue.articles.length === 0) throw new CommandFailure('There are no articles yet: publish one first.')
  const corrections = isSample ? [] : issue.corrections.filter(({ since }) => since === undefined)
  const everything = [...issue.articles.map(({ id }) => id), ...corrections.map(choiceOf)]
  const choice = reader && !isSample ? await chooseFor(reader, issue, stack) : everything
  if (found && (await stack.suppressions.get(found.hash))) {
    throw new CommandFailure(`${as} would not get it: the address is suppressed.`)
  }
  if (choice.length === 0) throw new CommandFailure(`${as} would not get it: \`digest plan ${name}\` shows why.`)
  return { ...draftOf(issue, choice, reader, stack), isSample, waiting: await listWaiting(digest, draft, stack) }
}

/** Composes the mails of articles that will be mailed on their own, for those of them that the subscriber gets. */
export async function draftAlone(
  name: string,
  as: string | undefined,
  stack: Stack,
): Promise<
  readonly (Omit<DraftMail, 'waiting'> & Pick<UpcomingAlone, 'key' | 'at' | 'state'> & { readonly slug: string })[]
> {
  const found = as === undefined ? undefined : await findSubscriber(as, stack)
  if (found && (await stack.suppressions.get(found.hash))) return []
  const upcoming = await listUpcomingAlone(readDigest(name, stack), stack)
  const drafts = upcoming.slice(0, mostDrafts).map(async ({ key, at, state, issue }) => {
    const own = issue.articles.map(({ id }) => id)
    const choice = found ? await chooseFor(found.subscriber, issue, stack) : own
    const isMailed = choice.length > 0 && state !== 'held' && state !== 'cancelled'
    const slug = issue.articles[0]?.slug ?? ''
    return isMailed
      ? [{ ...draftOf(issue, choice, found?.subscriber, stack), isSample: false, key, at, state, slug }]
      : []
  })
  return (await Promise.all(drafts)).flat()
}

/** Mails of articles that are mailed on their own. */
const mostDrafts = 5

function draftOf(issue: Issue, choice: readonly string[], reader: Subscriber | undefined, { site }: Stack) {
  const variant = renderVariant(site, issue, choice, reader?.language ?? site.publication.language)
  return { variant, mailTo: (address: string) => assembleMail(variant, personalTo(address, variant, choice, reader)) }
}

/** Only links of an issue that is stored lead on through the site. */
function withoutClicks(issue: Issue): Issue {
  return { ...issue, settings: { ...issue.settings, clicks: undefined } }
}

/** Returns what the planner would choose for a subscriber; nothing if they would get no mail. */
async function chooseFor(reader: Subscriber, issue: Issue, stack: Stack): Promise<readonly string[]> {
  const [history] = await historyReader(issue, stack)([reader])
  return (history && chooseRecipient(issue, reader, history)?.articles) ?? []
}

function personalTo(address: string, { site, issue }: Variant, choice: readonly string[], reader?: Subscriber) {
  const { language } = site.publication
  const to = {
    id: `specimen-${randomUUID()}`,
    address,
    topics: reader?.topics ?? [],
    name: reader?.name,
    language: reader?.language ?? language,
  }
  return personalParts(
    site,
    issue,
    to,
    { preferences: 'specimen', unsubscribe: 'specimen' },
    countArticles(issue, choice),
  )
}
