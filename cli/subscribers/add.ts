import type { Command } from 'commander'
import { describeRefusal } from '../../core/subscribers/describe-refusal.ts'
import type { LeftOut } from '../../core/subscribers/plan-admission.ts'
import { readName } from '../../core/subscribers/reader-name.ts'
import { findUnknownChoices, readChoices, type UnknownChoice } from '../../core/subscribers/requests/read-choices.ts'
import { listLanguages } from '../../core/text/locales.ts'
import { nearest } from '../../core/text/nearest.ts'
import { CommandFailure } from '../../operations/command-failure.ts'
import { readAddress, readDigest } from '../../operations/read-names.ts'
import type { Stack } from '../../operations/stack.ts'
import { admit } from '../../operations/subscribers/admit.ts'
import { describe } from '../../operations/subscribers/find-subscriber.ts'
import { readTopicSlugs } from '../../operations/subscribers/read-topic-slugs.ts'
import { onStack } from '../connect.ts'
import type { Report } from '../report.ts'

type AddOptions = {
  readonly name?: string
  readonly digest?: string
  readonly topics?: string
  readonly timeZone?: string
  readonly language?: string
  readonly confirmed?: boolean
  readonly source?: string
  readonly force?: boolean
  readonly welcome?: boolean
}

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
      onStack((stack, report, address: string, options: AddOptions) => addSubscriber(address, options, stack, report)),
    )
}

export async function addSubscriber(typed: string, options: AddOptions, stack: Stack, report: Report): Promise<void> {
  const address = readAddress(typed)
  const { force = false } = options
  if (force && options.confirmed) {
    throw new CommandFailure(
      'Use --force without --confirmed: people who left are subscribed again only if they confirm.',
      2,
    )
  }
  if (options.digest) readDigest(options.digest, stack)
  const topics = options.topics ? await readTopicSlugs(stack) : new Set<string>()
  const [unknown] = findUnknownChoices(options, stack.site.publication, topics)
  if (unknown) throw new CommandFailure(explain(unknown, topics, stack))
  const choices = readChoices(options, stack.site.publication)
  const name = readNameOption(options.name)
  const source = options.source ?? 'operator'
  const consent = options.confirmed ? { source, at: new Date().toISOString() } : undefined
  const candidate = { address, choices, name, consent, withWelcome: options.welcome, askAgain: true, force }
  const result = await admit(candidate, stack, await stack.readSecrets())
  if (!('subscriber' in result)) throw new CommandFailure(refuse(address, result, options))
  const { state } = result.subscriber
  const hint = state === 'pending' ? ' They get a mail that asks them to confirm.' : ''
  report.answer(await describe(result.subscriber, stack), [`${address} is ${state}.${hint}`])
}

function readNameOption(typed: string | undefined): string | undefined {
  const result = readName(typed ?? '')
  if (result.kind === 'name') return result.name || undefined
  const why = {
    long: 'it has more than 100 characters',
    address: 'it looks like an address, and mail programs would turn it into a link',
    odd: 'it contains characters that no name has',
  }[result.reason]
  throw new CommandFailure(`Use another name: ${why}.`, 2)
}

function refuse(address: string, refusal: LeftOut, { confirmed }: AddOptions): string {
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

function explain({ field, value }: UnknownChoice, topics: ReadonlySet<string>, { site }: Stack): string {
  const names = {
    topics: [...site.publication.topics.map((topic) => (typeof topic === 'string' ? topic : topic.slug)), ...topics],
    timeZone: Intl.supportedValuesOf('timeZone'),
    language: listLanguages().map(({ language }) => language),
    digest: Object.keys(site.publication.digests),
  }[field]
  const label = { digest: 'digest', topics: 'topic', timeZone: 'time zone', language: 'language' }[field]
  const suggestion = nearest(value, names)
  return `There is no ${label} "${value}".${suggestion === undefined ? '' : ` Did you mean ${suggestion}?`}`
}
