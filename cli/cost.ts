import type { Command } from 'commander'
import { describeBill } from '../build/costs/describe-bill.ts'
import { estimateMonth, type Figure, type MonthEstimate } from '../operations/cost/estimate-month.ts'
import type { Stack } from '../operations/stack.ts'
import { onStack } from './connect.ts'
import { type Report, table } from './report.ts'

export function define(command: Command): void {
  command
    .description('show what this month costs, from what the stack has counted')
    .addHelpText(
      'after',
      `
Prices are those of us-east-1. A stack on this machine costs nothing: the command shows what it would cost in AWS.

Examples:
  postrider cost
  postrider cost --json`,
    )
    .action(onStack(showCost))
}

async function showCost(stack: Stack, report: Report): Promise<void> {
  const estimate = await estimateMonth(stack)
  report.answer(estimate, describeEstimate(estimate))
}

/** Describes an estimate for people. */
export function describeEstimate({
  month,
  pricesAsOf,
  figures,
  services,
  mails,
  total,
}: MonthEstimate): readonly string[] {
  const usd = (amount: number) => `$${amount.toFixed(2)}`
  return [
    `${month}, at the prices of ${pricesAsOf} in us-east-1, after the free amounts that never expire:`,
    '',
    ...table([
      ['', 'SES à la carte', 'accounts since 2026-07-21'],
      ['mails', usd(mails.aLaCarte), usd(mails.newAccounts)],
      ['other services', usd(services.usd), usd(services.usd)],
      ['total', usd(total.aLaCarte), usd(total.newAccounts)],
    ]),
    '',
    'From these figures:',
    ...table(figures.map(describeFigure)).map((line) => `  ${line}`),
    '',
    'Other services (other stacks of the account share the free amounts):',
    ...describeBill(services),
    '',
    'Not included: data that leaves CloudFront above its free terabyte, objects in buckets, clicks on counted links, domains, and tax.',
  ]
}

function describeFigure({ what, value, source, note }: Figure): readonly string[] {
  const amount = source === 'unknown' ? 'unknown' : Math.round(value).toLocaleString('en')
  return [what, amount, note === undefined ? source : `${source}: ${note}`]
}
