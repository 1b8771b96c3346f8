import { historyReader } from '../../aws/deliveries/read-histories.ts'
import { chooseRecipient } from '../../core/deliveries/choose-recipient.ts'
import { chooseArticles, explainAbsence } from '../../core/issues/choose-articles.ts'
import { nextRun } from '../../core/schedules/next-run.ts'
import type { Subscriber, Suppression } from '../../core/subscribers/subscriber.ts'
import { draftIssue } from '../digest/draft-issue.ts'
import type { Stack } from '../stack.ts'

/** Why the next issue brings a person no mail. */
export type NoMailReason =
  | 'pending'
  | 'unsubscribed'
  | 'suppressed'
  | 'digest-removed'
  | 'nothing-pending'
  | 'paused'
  | 'joinedLater'
  | 'otherTopics'
  | 'received'

export type NextMail = {
  /** When the schedule runs next. Undefined for a digest without fixed times. */
  readonly at: string | undefined
  /** The titles of the articles that the next issue has for them; no articles if there is a reason. */
  readonly articles: readonly { readonly title: string; readonly url: string }[]
  readonly reason: NoMailReason | undefined
}

/** Returns what the next issue would bring a subscriber if it were composed now, as the planner chooses. */
export async function readNextMail(
  subscriber: Subscriber,
  suppression: Suppression | undefined,
  stack: Stack,
  now = new Date(),
): Promise<NextMail> {
  const { publication } = stack.site
  const settings = publication.digests[subscriber.digest]
  const at = settings && nextRun(settings.schedule, publication.timeZone, now.toISOString())
  const none = (reason: NoMailReason): NextMail => ({ at, articles: [], reason })
  if (subscriber.state !== 'confirmed') return none(subscriber.state)
  if (suppression) return none('suppressed')
  if (!settings) return none('digest-removed')
  const { issue } = await draftIssue(subscriber.digest, stack, now)
  if (issue.articles.length === 0) return none('nothing-pending')
  const [history] = await historyReader(issue, stack)([subscriber])
  const chosen = history && chooseRecipient(issue, subscriber, history)
  if (!chosen)
    return none(chooseArticles(issue, subscriber).length > 0 ? 'received' : explainAbsence(issue, subscriber))
  const articles = issue.articles.filter(({ id }) => chosen.articles.includes(id))
  return { at, articles: articles.map(({ title, url }) => ({ title, url })), reason: undefined }
}
