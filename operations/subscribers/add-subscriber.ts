import type { Admission } from '../../core/subscribers/plan-admission.ts'
import { readName } from '../../core/subscribers/reader-name.ts'
import { findUnknownChoices, readChoices, type UnknownChoice } from '../../core/subscribers/requests/read-choices.ts'
import { listLanguages } from '../../core/text/locales.ts'
import { nearest } from '../../core/text/nearest.ts'
import { CommandFailure, exitCodes } from '../command-failure.ts'
import { readAddress, readDigest } from '../read-names.ts'
import type { Stack } from '../stack.ts'
import { admit } from './admit.ts'
import { readTopicSlugs } from './read-topic-slugs.ts'

/** What an operator has typed about a person. */
export type NewSubscriber = {
  readonly name?: string
  readonly digest?: string
  /** Slugs, separated by commas. Without any, every topic. */
  readonly topics?: string
  readonly timeZone?: string
  readonly language?: string
  /** Consent is already held. */
  readonly confirmed?: boolean
  /** Where consent was given. */
  readonly source?: string
  /** Asks people by mail who left. They are subscribed only if they confirm. */
  readonly force?: boolean
  /** Whether they get the welcome series, although they do not confirm themselves. */
  readonly welcome?: boolean
}

/**
 * Adds a person: confirmed with consent, otherwise pending and asked by mail. The result says why somebody who left or must
 * not be mailed was not added.
 *
 * @throws {CommandFailure} for values that cannot be meant
 */
export async function addSubscriber(
  typed: string,
  options: NewSubscriber,
  stack: Stack,
): Promise<{ readonly address: string; readonly admission: Admission }> {
  const address = readAddress(typed)
  const { force = false } = options
  if (options.digest) readDigest(options.digest, stack)
  const topics = options.topics ? await readTopicSlugs(stack) : new Set<string>()
  const [unknown] = findUnknownChoices(options, stack.site.publication, topics)
  if (unknown) throw new CommandFailure(explain(unknown, topics, stack), exitCodes.misused)
  const choices = readChoices(options, stack.site.publication)
  const name = readNameOption(options.name)
  const source = options.source ?? 'operator'
  const consent = options.confirmed ? { source, at: new Date().toISOString() } : undefined
  const candidate = { address, choices, name, consent, withWelcome: options.welcome, askAgain: true, force }
  const admission = await admit(candidate, stack, await stack.readSecrets())
  return { address, admission }
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
