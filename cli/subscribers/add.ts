import type { Command } from 'commander'
import { describeRefusal } from '../../core/subscribers/describe-refusal.ts'
import type { LeftOut } from '../../core/subscribers/plan-admission.ts'
import { CommandFailure } from '../../operations/command-failure.ts'
import { readAddress } from '../../operations/read-names.ts'
import type { Stack } from '../../operations/stack.ts'
import { addSubscriber as add, type NewSubscriber } from '../../operations/subscribers/add-subscriber.ts'
import { describe } from '../../operations/subscribers/find-subscriber.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'

export function define(command: Command): void {
  command
    .argument('<address>')
    .description('add a subscriber')
    .option('--name <name>', 'the name by which mails address them')
    .option('--digest <name>')
    .option('--topics <slugs>', 'separated by commas; default: all topics')
    .option('--time-zone <zone>')
    .option('--language <tag>')
    .option('--confirmed', 'consent is already held')
    .option('--source <text>', 'where consent was given')
    .option('--force', 'ask people by mail who unsubscribed or were erased')
    .option('--welcome', 'mail them the welcome series, as if they had confirmed themselves')
    .action(
      onStack((stack, report, address: string, options: NewSubscriber) =>
        addSubscriber(address, options, stack, report),
      ),
    )
}

export async function addSubscriber(
  typed: string,
  options: NewSubscriber,
  stack: Stack,
  report: Report,
): Promise<void> {
  readAddress(typed)
  if (options.force && options.confirmed) {
    throw new CommandFailure(
      'Use --force without --confirmed: people who left are subscribed again only if they confirm.',
      2,
    )
  }
  const { address, admission } = await add(typed, options, stack)
  if (!('subscriber' in admission)) throw new CommandFailure(refuse(address, admission, options))
  const { state } = admission.subscriber
  const hint = state === 'pending' ? ' They get a mail that asks them to confirm.' : ''
  report.answer(await describe(admission.subscriber, stack), [`${address} is ${state}.${hint}`])
}

function refuse(address: string, refusal: LeftOut, { confirmed }: NewSubscriber): string {
  const remedies = {
    bounce: 'If its mailbox works again, use `subscribers unsuppress`.',
    complaint: 'A complaint is never lifted.',
    operator: 'To undo this, use `subscribers unblock`.',
  }
  const remedy =
    refusal.outcome === 'suppressed'
      ? remedies[refusal.suppression.reason]
      : `Its owner can subscribe again with the form. With --force${confirmed ? ' and without --confirmed' : ''}, they are asked by mail.`
  return `${address} was not added: ${describeRefusal(refusal)}. ${remedy}`
}
