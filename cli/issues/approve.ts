import type { Command } from 'commander'
import type { Issue, IssueRecord } from '../../core/issues/issue.ts'
import { countOf } from '../../core/text/count-of.ts'
import { CommandFailure } from '../../operations/command-failure.ts'
import { getIssue, showRecord } from '../../operations/issues/count-issue.ts'
import { readAnyDigest, readIssueNumber } from '../../operations/read-names.ts'
import type { Stack } from '../../operations/stack.ts'
import { waitFor } from '../../operations/wait-for.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'

/** Milliseconds that the command waits for the result. */
const timeout = 60_000

export function define(command: Command): void {
  command
    .argument('<digest>')
    .argument('<number>')
    .description('mail an issue that waits for approval')
    .action(onStack((stack, report, digest: string, number: string) => approveIssue(digest, number, stack, report)))
}

/** Approves an issue, and waits until that is done. Repeating the command changes nothing more. */
export async function approveIssue(name: string, text: string, stack: Stack, report: Report): Promise<void> {
  const before = await getIssue(await readAnyDigest(name, stack), readIssueNumber(text), stack)
  refuseOthers(before)
  if (before.state !== 'awaiting-approval')
    return report.answer(showRecord(before), [`${before.title} is approved already.`])
  const { digest, number } = before
  const draft = await stack.issueContent.get(before.contentKey)
  await stack.compose.add({ digest, number, approval: 'approve' })
  const after = await waitFor(async () => {
    const record = await stack.issues.get(digest, number)
    return record?.state === 'awaiting-approval' ? undefined : record
  }, timeout)
  if (!after)
    throw new CommandFailure(`The approval of ${digest} ${number} was requested, but has not happened within a minute.`)
  refuseOthers(after)
  const changes = describeChanges(draft, await stack.issueContent.get(after.contentKey))
  report.answer({ ...showRecord(after), changes }, [
    `${after.title}: approved, ${countOf(after.articleCount, 'article')}.`,
    ...changes,
  ])
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
