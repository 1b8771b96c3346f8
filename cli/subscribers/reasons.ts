import type { Command } from 'commander'
import {
  describeReason,
  leavingReasons,
  neverSignedUp,
  type ReasonText,
  type ReasonTotals,
} from '../../core/subscribers/leaving-reason.ts'
import type { Stack } from '../../operations/stack.ts'
import { readCount } from '../arguments.ts'
import { onStack } from '../connect.ts'
import { type Report, table } from '../report.ts'

type ReasonOptions = { readonly texts?: string }

export function define(command: Command): void {
  command
    .description('show why people unsubscribed, in totals and in their own words')
    .option('--texts <number>', 'how many of the newest texts', '20')
    .addHelpText('after', '\nExample: postrider subscribers reasons --texts 50')
    .action(onStack((stack, report, options: ReasonOptions) => showReasons(options, stack, report)))
}

export async function showReasons(
  { texts: shown = '20' }: ReasonOptions,
  { reasons }: Pick<Stack, 'reasons'>,
  report: Report,
): Promise<void> {
  const limit = readCount(shown, '--texts')
  const [totals, texts] = await Promise.all([reasons.listTotals(), reasons.listTexts(limit)])
  report.answer({ totals, texts }, [
    ...(totals.length > 0 ? totals.flatMap(describeTotals) : ['Nobody has said why they unsubscribed.']),
    ...(texts.length > 0 ? ['', ...describeTexts(texts)] : []),
    ...warn(totals),
  ])
}

function describeTotals({ month, digest, counts }: ReasonTotals): string[] {
  const given = leavingReasons.filter((reason) => counts[reason] > 0)
  return [`${month} ${digest}`, ...given.map((reason) => `  ${describeReason(reason)}: ${counts[reason]}`)]
}

function describeTexts(texts: readonly ReasonText[]): string[] {
  return table(texts.map(({ day, digest, reason, text }) => [day, digest, describeReason(reason), text]))
}

function warn(totals: readonly ReasonTotals[]): string[] {
  const warning = neverSignedUp(totals)
  return warning === undefined ? [] : ['', warning]
}
