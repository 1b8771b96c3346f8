import type { DigestName } from '../../core/publication.ts'
import type { Subscriber, SubscriberState } from '../../core/subscribers/subscriber.ts'
import { nearest } from '../../core/text/nearest.ts'
import { toSlug } from '../../core/text/slug.ts'
import { CommandFailure, exitCodes } from '../command-failure.ts'
import { readAnyDigest } from '../read-names.ts'
import type { Stack } from '../stack.ts'
import { readTopicSlugs } from './read-topic-slugs.ts'

/** Which subscribers are listed. Without any field, all of them. */
export type SubscriberFilter = {
  readonly state?: SubscriberState | undefined
  readonly digest?: DigestName | undefined
  /** The slug of a topic. People who chose no topics get every one. */
  readonly topic?: string | undefined
  /** Part of the address or the name, in any case. */
  readonly text?: string | undefined
  /** Joined at this instant or later. */
  readonly since?: string | undefined
}

/** A filter as an operator types it. */
export type TypedFilter = Readonly<Partial<Record<'state' | 'digest' | 'topic' | 'text' | 'since', string>>>

const states: readonly SubscriberState[] = ['pending', 'confirmed', 'unsubscribed']

/** Checks what an operator has typed. @throws {CommandFailure} for values that do not exist, with the nearest one */
export async function readFilter(typed: TypedFilter, stack: Stack, now: Date): Promise<SubscriberFilter> {
  const { state, digest, topic, text, since } = typed
  if (topic !== undefined) refuseUnknown('topic', topic, await listTopics(stack))
  return {
    state: state === undefined ? undefined : readState(state),
    digest: digest === undefined ? undefined : await readAnyDigest(digest, stack),
    ...{ topic, text: text?.toLowerCase() },
    since: since === undefined ? undefined : readSince(since, now),
  }
}

async function listTopics(stack: Stack): Promise<readonly string[]> {
  const configured = stack.site.publication.topics.map((topic) =>
    typeof topic === 'string' ? toSlug(topic) : topic.slug,
  )
  return [...new Set([...configured, ...(await readTopicSlugs(stack))])]
}

function readState(typed: string): SubscriberState {
  const state = states.find((each) => each === typed)
  if (state === undefined) refuseUnknown('state', typed, states)
  return state ?? 'confirmed' // never, because `refuseUnknown` throws
}

function refuseUnknown(what: string, typed: string, names: readonly string[]): void {
  if (names.includes(typed)) return
  const similar = nearest(typed.toLowerCase(), names)
  const hint = similar === undefined ? `Use one of: ${names.join(', ')}.` : `Did you mean ${similar}?`
  throw new CommandFailure(`There is no ${what} ${typed}. ${hint}`, exitCodes.misused)
}

/** Reads a day, or a number of days before now: `2026-11-01`, `7d`. */
export function readSince(typed: string, now: Date): string {
  const days = /^(\d{1,5})d$/.exec(typed)?.[1]
  if (days !== undefined) return new Date(now.getTime() - Number(days) * 86_400_000).toISOString()
  const day = /^\d{4}-\d\d-\d\d$/.test(typed) ? new Date(`${typed}T00:00:00.000Z`) : undefined
  // JavaScript reads 31 February as 3 March.
  if (day && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(typed)) return day.toISOString()
  throw new CommandFailure(`${typed} is not a day: use one such as 2026-11-01, or 7d for the last seven days.`, 2)
}

export function matchesFilter(
  subscriber: Subscriber,
  { state, digest, topic, text, since }: SubscriberFilter,
): boolean {
  const { address, createdAt, name = '', topics } = subscriber
  return (
    (state === undefined || subscriber.state === state) &&
    (digest === undefined || subscriber.digest === digest) &&
    (topic === undefined || topics.length === 0 || topics.includes(topic)) &&
    (text === undefined || address.toLowerCase().includes(text) || name.toLowerCase().includes(text)) &&
    (since === undefined || Date.parse(createdAt) >= Date.parse(since))
  )
}

/**
 * Yields the subscribers that match, in no particular order that is always the same. It reads the whole table.
 * @param after the id of a subscriber, to continue after them
 */
export async function* listSubscribers(
  filter: SubscriberFilter,
  { subscribers }: { readonly subscribers: Pick<Stack['subscribers'], 'list'> },
  after?: string,
): AsyncGenerator<Subscriber> {
  for await (const subscriber of subscribers.list(after)) if (matchesFilter(subscriber, filter)) yield subscriber
}
