import type { Command } from 'commander'
import { countOf } from '../core/text/count-of.ts'
import { CommandFailure, exitCodes } from '../operations/command-failure.ts'
import type { Stack } from '../operations/stack.ts'
import { findUpload } from '../operations/uploads/find-upload.ts'
import { describeWithdrawal, planWithdrawal, withdrawUpload } from '../operations/uploads/withdraw-upload.ts'
import { type Ask, terminal } from './ask.ts'
import { onStack } from './connect.ts'
import type { Report } from './report.ts'

type WithdrawOptions = { readonly yes?: boolean; readonly dryRun?: boolean }

export function define(command: Command): void {
  command
    .description('delete uploads: their articles leave the site, the feeds and future digests')
    .argument('<upload...>', 'keys, paths of files, or addresses of pages')
    .option('--yes', 'do not ask')
    .option('--dry-run', 'say what readers would see, and change nothing')
    .addHelpText('after', help)
    .action(
      onStack((stack, report, names: string[], options: WithdrawOptions) =>
        withdraw(names, options, { stack, report, ask: command.optsWithGlobals().json ? undefined : terminal() }),
      ),
    )
}

const help = `
On a terminal, the command asks first; in a script, it needs --yes. The uploads bucket keeps earlier versions for a while.

Exit code: 0 done, 1 if nothing was withdrawn, 3 if it was deleted and the stack has not answered yet.

Examples:
  postrider withdraw articles/2026/letter.md
  postrider withdraw --dry-run https://news.example.org/articles/letter/
  postrider withdraw --yes articles/2026/letter.md articles/2026/map.png`

type Circumstances = {
  readonly stack: Pick<Stack, 'site' | 'uploads' | 'articles' | 'corrections'>
  readonly report: Report
  readonly ask: Ask | undefined
}

/** Withdraws uploads, and says what readers see. All of them must exist; otherwise nothing is deleted. */
export async function withdraw(
  names: readonly string[],
  { yes, dryRun }: WithdrawOptions,
  { stack, report, ask }: Circumstances,
): Promise<void> {
  const keys = new Set<string>()
  for (const name of names) keys.add(await findUpload(name, stack))
  const plans = await Promise.all([...keys].map((key) => planWithdrawal(key, stack)))
  const lines = plans.flatMap((plan) => describeWithdrawal(plan, false))
  if (dryRun) return report.answer(plans, [...lines, 'Nothing was changed.'])
  if (!yes) {
    if (!ask)
      throw new CommandFailure([...lines, 'Nothing was withdrawn: a script needs --yes.'].join('\n'), exitCodes.misused)
    if (!(await ask(`${lines.join('\n')}\nWithdraw ${countOf(plans.length, 'upload')}? [y/N] `)))
      throw new CommandFailure('Nothing was withdrawn.')
  }
  const answers: unknown[] = []
  for (const plan of plans) answers.push({ ...(await withdrawUpload(plan.key, stack)), issues: plan.issues })
  report.answer(
    answers,
    plans.flatMap((plan) => describeWithdrawal(plan, true)),
  )
}
