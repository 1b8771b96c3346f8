import type { Issue, IssueRecord } from '../../core/issues/issue.ts'
import { CommandFailure } from '../command-failure.ts'
import type { Stack } from '../stack.ts'
import { waitFor } from '../wait-for.ts'
import { getIssue } from './count-issue.ts'

/** Milliseconds to wait for the result. */
const timeout = 60_000

export type Approved = {
  readonly record: IssueRecord
  /** How the mailed issue differs from the one that was waiting. Undefined if it had been approved before. */
  readonly changes: readonly string[] | undefined
}

/** Approves an issue, and waits until that is done. Repeating it changes nothing more. @throws {CommandFailure} */
export async function approveWaiting(digest: string, number: number, stack: Stack): Promise<Approved> {
  const before = await getIssue(digest, number, stack)
  refuseOthers(before)
  if (before.state !== 'awaiting-approval') return { record: before, changes: undefined }
  const draft = await stack.issueContent.get(before.contentKey)
  await stack.compose.add({ digest, number, approval: 'approve' })
  const after = await waitFor(async () => {
    const record = await stack.issues.get(digest, number)
    return record?.state === 'awaiting-approval' ? undefined : record
  }, timeout)
  if (!after)
    throw new CommandFailure(`The approval of ${digest} ${number} was requested, but has not happened within a minute.`)
  refuseOthers(after)
  return { record: after, changes: describeChanges(draft, await stack.issueContent.get(after.contentKey)) }
}

/** @throws {CommandFailure} for an issue that cannot be approved */
function refuseOthers({ digest, number, state, approval, alone }: IssueRecord): void {
  const name = `${digest} ${number}`
  if (approval === undefined)
    throw new CommandFailure(`${name} needs no approval: its digest had no \`approval\` when it was composed.`)
  if (state === 'cancelled' && approval.givenAt === undefined)
    throw new CommandFailure(
      `${name} was cancelled. ${alone ? 'Request the approval of its article again with `postrider digest release`.' : 'Its articles wait for the next issue.'}`,
    )
  if (state !== 'expired') return
  if (alone)
    throw new CommandFailure(`${name} cannot be approved: its article was withdrawn, retracted or left out meanwhile.`)
  throw new CommandFailure(
    `${name} cannot be approved: nobody approved it in time, a newer issue has its articles, or none of them is left. Compose an issue of what is pending with \`postrider digest send ${digest}\`.`,
  )
}

/** Says how the mailed issue differs from the one that was waiting. */
export function describeChanges(draft: Issue, mailed: Issue): readonly string[] {
  const current = new Map(mailed.articles.map((article) => [article.id, article]))
  const missing = draft.articles.filter(({ id }) => !current.has(id))
  const changed = draft.articles.filter((article) => {
    const now = current.get(article.id)
    return now !== undefined && JSON.stringify(now) !== JSON.stringify(article)
  })
  const notes = [
    JSON.stringify(draft.note) === JSON.stringify(mailed.note)
      ? []
      : ['The editor’s note has changed since it was composed.'],
    JSON.stringify(draft.sponsor) === JSON.stringify(mailed.sponsor)
      ? []
      : ['The sponsor’s text has changed since it was composed.'],
  ]
  return [
    ...missing.map(({ title }) => `Not in it any more: ${title}`),
    ...changed.map(({ title }) => `Changed since it was composed: ${title}`),
    ...notes.flat(),
  ]
}
