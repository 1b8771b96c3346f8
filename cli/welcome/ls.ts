import type { Command } from 'commander'
import { welcomeId } from '../../core/welcome/plan-welcome.ts'
import { describeWait, type WelcomeRecord } from '../../core/welcome/welcome-text.ts'
import type { Stack } from '../../operations/stack.ts'
import { onStack } from '../connect.ts'
import { type Report, table } from '../report.ts'

export function define(command: Command): void {
  command
    .description('list the texts of the welcome series, with what SES reported about their mails')
    .action(onStack(listTexts))
}

export async function listTexts(stack: Stack, report: Report): Promise<void> {
  const records = (await stack.welcome.list()).filter(({ state, text }) => text !== undefined || state !== 'withdrawn')
  const numbers = [...new Set(records.map(({ number }) => number))]
  const reported = await Promise.all(
    numbers.map(async (number) => [number, await stack.deliveries.readStatistics(welcomeId(number))] as const),
  )
  const statistics = new Map(reported)
  const answer = records.map(({ number, variant, key, state, text }) => ({
    ...{ number, variant, key, state },
    ...(text && { title: text.title, after: text.after, digests: text.digests, from: text.from, until: text.until }),
    reported: statistics.get(number) ?? {},
  }))
  const rows = records.map((record) => [
    record.key,
    record.state,
    ...describe(record, statistics.get(record.number) ?? {}),
  ])
  report.answer(answer, rows.length > 0 ? table(rows) : ['There is no welcome series: upload welcome/1.md.'])
}

function describe({ text }: WelcomeRecord, statistics: Readonly<Record<string, number>>): readonly string[] {
  if (!text) return ['', '', '', '']
  const outcomes = Object.entries(statistics).filter(([, count]) => count > 0)
  return [
    text.after === 0 ? 'at once' : describeWait(text.after).replace(' after that', ''),
    text.digests.length > 0 ? text.digests.join(', ') : 'all digests',
    text.title,
    outcomes.map(([outcome, count]) => `${count} ${outcome}`).join(', '),
  ]
}
