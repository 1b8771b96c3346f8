import { isLive } from '../../core/articles/article.ts'
import { articleId, articleUrl } from '../../core/articles/identity.ts'
import type { Receipt } from '../../core/articles/receipt.ts'
import type { Stack } from '../stack.ts'
import { awaitReceipt } from './await-receipt.ts'

type Sources = Pick<Stack, 'site'> & {
  readonly uploads: Pick<Stack['uploads'], 'remove' | 'getReceipt'>
  readonly articles: Pick<Stack['articles'], 'get'>
  readonly corrections: Pick<Stack['corrections'], 'listTaken'>
}

/** What withdrawing an upload changes for readers. */
export type Withdrawal = {
  readonly key: string
  readonly title: string | undefined
  /** The address of its page, if it is published. */
  readonly url: string | undefined
  /** The issues that have mailed the article, such as `daily-12`. */
  readonly issues: readonly string[]
}

/** Returns what withdrawing an upload would change. Changes nothing. */
export async function planWithdrawal(key: string, { site, articles, corrections }: Sources): Promise<Withdrawal> {
  const record = await articles.get(articleId(key))
  const taken = record?.article ? await corrections.listTaken(record.article.id) : []
  const url = isLive(record) ? articleUrl(site, record.article.slug) : undefined
  return { key, title: record?.article?.title, url, issues: taken.map(({ issueId }) => issueId) }
}

/** Deletes an upload, and waits until it is withdrawn. @throws {CommandFailure} if that takes more than a minute */
export async function withdrawUpload(key: string, stack: Sources): Promise<Receipt> {
  await stack.uploads.remove(key)
  return awaitReceipt(key, '', stack)
}

/** Says what readers see after a withdrawal. @param isDone false before it */
export function describeWithdrawal({ key, title, url, issues }: Withdrawal, isDone: boolean): readonly string[] {
  const name = title === undefined ? key : `“${title}” (${key})`
  const page =
    url === undefined
      ? 'It is not published, so readers see no difference.'
      : `Readers ${isDone ? 'see' : 'would see'} “not found” at ${url}; feeds and future digests no longer contain it.`
  return [
    isDone ? `${name} was withdrawn.` : name,
    `  ${page}`,
    ...(issues.length > 0 ? [`  It was mailed in ${issues.join(', ')}: mails cannot be taken back.`] : []),
    ...(url !== undefined && issues.length > 0 && !isDone
      ? ['  To tell its readers why, upload it with `status: retracted` instead.']
      : []),
  ]
}
