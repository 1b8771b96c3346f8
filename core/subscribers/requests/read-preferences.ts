import type { Publication } from '../../publication.ts'
import { startOfDay } from '../../text/calendar-day.ts'
import type { LocaleMessages } from '../../text/locales.ts'
import { type ReadName, readName } from '../reader-name.ts'
import type { Choices, Subscriber } from '../subscriber.ts'
import { describeTopics, listTopics } from './describe-unknown.ts'
import {
  findUnknownChoices,
  keepKnownTopics,
  readDigest,
  readSupportedLanguage,
  readTimeZone,
  readTopics,
  readVisitorRequest,
  type VisitorRequest,
} from './read-choices.ts'

export type Preferences = {
  readonly choices: Choices
  readonly pausedUntil: string | undefined
  /** Undefined if it does not change; empty if they removed it. */
  readonly name: string | undefined
  /** Which fields were not saved, as messages for the subscriber. */
  readonly problems: readonly string[]
}

/**
 * Reads the changes of a subscriber. Absent and invalid fields change nothing.
 *
 * @param known the slugs of the topics that articles have. Subscribers can also keep those that they chose before
 */
export function readPreferences(
  fields: Readonly<Record<string, unknown>>,
  subscriber: Subscriber,
  publication: Publication,
  messages: LocaleMessages,
  known: ReadonlySet<string>,
  now: Date,
): Preferences {
  const texts = messages.page.preferences
  const request = readVisitorRequest({ ...fields, email: '' })
  const digest = readDigest(request?.digest, publication)
  const timeZone = readTimeZone(request?.timeZone)
  const language = readSupportedLanguage(request?.language)
  const topics = readTopicChoice(request?.topics, subscriber, publication, known, messages)
  const named = request?.name === undefined ? undefined : readName(request.name)
  const pause = readPause(fields.pausedUntil, timeZone ?? subscriber.timeZone, messages, now)
  return {
    choices: {
      digest: digest ?? subscriber.digest,
      topics: topics.chosen,
      language: language ?? subscriber.language,
      timeZone: timeZone ?? subscriber.timeZone,
    },
    name: readNameChoice(named, subscriber),
    pausedUntil: pause.kind === 'unchanged' ? subscriber.pausedUntil : pause.until,
    problems: [
      ...(named?.kind === 'refused' ? [texts.noSuchName] : []),
      ...(request?.digest && !digest ? [texts.noSuchDigest] : []),
      ...topics.problems,
      ...(request?.timeZone && !timeZone ? [texts.noSuchTimeZone({ timeZone: subscriber.timeZone })] : []),
      ...(request?.language && !language ? [texts.noSuchLanguage] : []),
      ...(pause.problem === undefined ? [] : [pause.problem]),
    ],
  }
}

/** A form that shows no name, and gets none, has not removed it. */
function readNameChoice(named: ReadName | undefined, { name }: Subscriber): string | undefined {
  if (named?.kind !== 'name' || (named.name === '' && name === undefined)) return undefined
  return named.name
}

/** If none of the topics exists, the subscriber keeps theirs: no topic at all would mean every topic. */
function readTopicChoice(
  topics: VisitorRequest['topics'],
  subscriber: Subscriber,
  publication: Publication,
  known: ReadonlySet<string>,
  messages: LocaleMessages,
): { readonly chosen: readonly string[]; readonly problems: readonly string[] } {
  if (topics === undefined) return { chosen: subscriber.topics, problems: [] }
  const available = new Set([...known, ...subscriber.topics])
  const unknown = findUnknownChoices({ topics }, publication, available)
  const chosen = readTopics(keepKnownTopics(topics, publication, available), publication)
  if (unknown.length > 0 && chosen.length === 0) {
    const unchanged = messages.page.choices.topicsUnchanged({ topics: listTopics(unknown) })
    return { chosen: subscriber.topics, problems: [unchanged] }
  }
  return { chosen, problems: describeTopics({ topics }, unknown, messages) }
}

type Pause =
  | { readonly kind: 'unchanged'; readonly problem?: string }
  | { readonly kind: 'set'; readonly until: string | undefined; readonly problem?: string }

function readPause(field: unknown, timeZone: string, { page }: LocaleMessages, now: Date): Pause {
  if (field === undefined) return { kind: 'unchanged' }
  if (field === null || field === '') return { kind: 'set', until: undefined }
  const until = typeof field === 'string' ? startOfDay(field.trim(), timeZone) : undefined
  if (until === undefined) return { kind: 'unchanged', problem: page.preferences.noSuchDay }
  if (new Date(until) > now) return { kind: 'set', until }
  return { kind: 'set', until: undefined, problem: page.preferences.pastDay }
}
