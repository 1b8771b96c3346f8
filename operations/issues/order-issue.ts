import type { IssueRecord } from '../../core/issues/issue.ts'
import { countOf } from '../../core/text/count-of.ts'
import { CommandFailure } from '../command-failure.ts'
import type { Stack } from '../stack.ts'
import { type CountedIssue, countIssue, getIssue } from './count-issue.ts'

export type ControlCommand = 'pause' | 'resume' | 'cancel' | 'retry'

/** Describe the effect of a command, which depends on the remaining deliveries. */
const outcomes: Readonly<Record<Exclude<ControlCommand, 'resume'>, (issue: CountedIssue) => string>> = {
  pause: () =>
    'Paused. Mails that a sender is submitting right now may still go out. Resume it with `postrider issues resume`.',
  cancel: ({ counts: { pending, unknown } }) =>
    pending + unknown > 0
      ? 'Cancelled. Recipients who have not received it yet are skipped.'
      : 'Cancelled, but every chosen recipient already has a final outcome.',
  retry: ({ state, counts: { failed } }) =>
    [
      failed > 0 ? `${countOf(failed, 'failed mail')} will be submitted again.` : 'None of its mails failed.',
      ...(state === 'submitted' ? [] : ['Mails that fail from now on need another retry.']),
    ].join(' '),
}

/** @param outcome what the command did, in a sentence or two */
export type Controlled = { readonly issue: IssueRecord; readonly outcome: string }

/**
 * Pauses, resumes, cancels or retries an issue. Repeating a command changes nothing more.
 *
 * @throws {CommandFailure} if the issue is in a state in which the command has no meaning
 */
export async function orderIssue(
  command: ControlCommand,
  digest: string,
  number: number,
  stack: Stack,
): Promise<Controlled> {
  const issue = await getIssue(digest, number, stack)
  if (issue.state === 'awaiting-approval' || issue.state === 'expired') return controlUnapproved(command, issue, stack)
  // Counts now, because the Lambda control-issue will change the states. `resume` does not depend on the counts.
  const counted = command === 'resume' ? undefined : await countIssue(issue.digest, issue.number, stack)
  await changeState(command, issue, stack)
  const outcome = command === 'resume' || !counted ? 'Resumed.' : outcomes[command](counted)
  // Senders and planners check whether an issue is paused. The other commands concern its deliveries.
  if (command !== 'pause') await stack.control.add({ digest, number, order: command })
  return { issue, outcome }
}

/** @throws {CommandFailure} if the issue has ended, so that nothing is left to pause, cancel or resume */
async function changeState(command: ControlCommand, issue: IssueRecord, { issues }: Stack): Promise<void> {
  const at = new Date().toISOString()
  if (command === 'pause' && (await issues.pause(issue, 'operator', at)) === 'paused') return
  if (command === 'cancel' && (await issues.cancel(issue, at)) === 'cancelled') return
  const { state, hold } = (await issues.get(issue.digest, issue.number)) ?? issue
  const name = `Issue ${issue.number} of the ${issue.digest} digest`
  const isCancelled = state === 'cancelled' || hold?.kind === 'cancelled'
  // A repeated `cancel` completes one that was interrupted.
  if (isCancelled && command !== 'cancel') throw new CommandFailure(`${name} was cancelled.`)
  if (state === 'submitted' && (command === 'pause' || command === 'cancel'))
    throw new CommandFailure(`${name} has been submitted: nothing is left to ${command}.`)
}

/** Cancels an issue that waits for approval. Its articles are still pending. The other commands need an approved issue. */
async function controlUnapproved(command: ControlCommand, issue: IssueRecord, stack: Stack): Promise<Controlled> {
  const { digest, number, state } = issue
  if (state === 'expired')
    throw new CommandFailure(`Nobody approved ${digest} ${number} in time: nothing is left to ${command}.`)
  if (command !== 'cancel')
    throw new CommandFailure(
      `${digest} ${number} waits for approval, so there is nothing to ${command}. Approve it with \`postrider issues approve ${digest} ${number}\`, or cancel it.`,
    )
  if ((await stack.issues.cancel(issue, new Date().toISOString(), true)) === 'unchanged') {
    const now = await getIssue(digest, number, stack)
    if (now.state === 'expired') return controlUnapproved(command, now, stack)
    if (now.state !== 'cancelled')
      throw new CommandFailure(
        `${digest} ${number} was approved just now. To cancel the mails that are not submitted yet, repeat the command.`,
      )
  }
  await stack.compose.add({ digest, number, approval: 'expire' }) // removes the preview
  const rest = issue.alone
    ? 'Its article is not mailed unless you release it with `postrider digest release`.'
    : 'Its articles wait for the next issue.'
  return { issue, outcome: `Cancelled. ${rest}` }
}
