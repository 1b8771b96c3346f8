import type { Command } from 'commander'
import type { Stack } from '../../operations/stack.ts'
import { describeMail, describeWelcome, type WelcomeMail } from '../../operations/subscribers/describe-welcome.ts'
import { describe, findSubscriber } from '../../operations/subscribers/find-subscriber.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'

export function define(command: Command): void {
  command
    .argument('<address>')
    .description('show a subscriber')
    .action(onStack((stack, report, address: string) => showSubscriber(address, stack, report)))
}

export async function showSubscriber(address: string, stack: Stack, report: Report): Promise<void> {
  const { subscriber } = await findSubscriber(address, stack)
  const { welcome: _, ...fields } = await describe(subscriber, stack)
  const welcome = await describeWelcome(subscriber, stack)
  const shown = { ...fields, ...(welcome && { welcome }) }
  report.answer(shown, describeFields(shown))
}

/** Returns a line for each field. The fields of consent and suppression are indented below it. */
function describeFields(fields: object, indent = ''): string[] {
  return Object.entries(fields).flatMap(([name, value]) => {
    if (value === undefined) return []
    if (typeof value !== 'object') return [`${indent}${name}: ${value}`]
    if (name === 'mails') return value.map((mail: WelcomeMail) => `${indent}${describeMail(mail)}`)
    if (Array.isArray(value)) return [`${indent}${name}: ${value.length > 0 ? value.join(', ') : 'all'}`]
    return [`${indent}${name}:`, ...describeFields(value, `${indent}  `)]
  })
}
