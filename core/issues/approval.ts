import { issueFolder, urlOf } from '../feeds/addresses.ts'
import type { Site } from '../site.ts'
import type { Approval, Issue, IssueRecord } from './issue.ts'
import { chooseMarks, isRepetition, type PendingContents } from './issue-contents.ts'

/**
 * An issue of a digest with `approval` waits until its operator approves it. Until then, it has taken nothing: its
 * articles, note and corrections stay pending. So an issue that is cancelled or expires loses nothing, and an approved one
 * contains its articles as they are then.
 */

/** True if an issue waits for approval, but may not be mailed any more. */
export function isOverdue({ state, approval }: Pick<IssueRecord, 'state' | 'approval'>, now: Date): boolean {
  return state === 'awaiting-approval' && approval?.until !== undefined && approval.until <= now.toISOString()
}

/** False for an issue that was never approved. It has no page, and nobody may learn of it. */
export function isPublic({ approval }: Pick<IssueRecord, 'approval'>): boolean {
  return approval === undefined || approval.givenAt !== undefined
}

/** Returns the folder of the page that shows a waiting issue. Its address cannot be guessed: it contains a hash of the issue. */
export function previewFolder(issue: Pick<IssueRecord, 'digest' | 'number'>, { preview }: Approval): string {
  return `${issueFolder(issue)}${preview}/`
}

/** Returns the address at which an issue can be read; undefined if it was never approved and waits no more. */
export function addressOf(
  site: Site,
  record: Pick<IssueRecord, 'digest' | 'number' | 'approval'> & { readonly state: string },
): string | undefined {
  const { state, approval } = record
  if (state === 'awaiting-approval' && approval) return urlOf(site, previewFolder(record, approval))
  return isPublic(record) ? urlOf(site, issueFolder(record)) : undefined
}

/**
 * Limits what is pending to the articles that an issue had when its approval was requested, and to those with the text of
 * one of them, which it left out. Newer ones wait for the next issue.
 */
export function onlyArticlesOf({ articles }: Issue, pending: PendingContents): PendingContents {
  const ids = new Set(articles.map(({ id }) => id))
  const { taken } = chooseMarks(pending.marks)
  const all = taken.map((mark, index) => ({ mark, record: pending.records[index] }))
  const own = all.filter(({ mark }) => ids.has(mark.articleId)).map(({ record }) => record)
  const chosen = all.filter(({ mark, record }) => ids.has(mark.articleId) || isRepetition(record, own))
  return { ...pending, marks: chosen.map(({ mark }) => mark), records: chosen.map(({ record }) => record) }
}
