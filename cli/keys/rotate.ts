import type { Command } from 'commander'
import type { Stack } from '../../operations/stack.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'

export function define(command: Command): void {
  command.description('sign new links with a new key; older links keep working').action(onStack(rotateKey))
}

/** Signs new links with a new key. The links of earlier mails keep working, because their keys stay valid. */
async function rotateKey(stack: Stack, report: Report): Promise<void> {
  const key = await stack.addSigningKey()
  report.answer({ key }, [`New links are signed with key ${key}. Older links keep working.`])
}
