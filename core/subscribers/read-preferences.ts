import type { Publication } from '../publication.ts'
import { startOfDay } from './pause.ts'
import { readDigest, readLanguage, readTimeZone, readTopics, readVisitorRequest } from './read-choices.ts'
import type { Choices, Subscriber } from './subscriber.ts'

export type Preferences = {
  readonly choices: Choices
  readonly pausedUntil: string | undefined
  /** What could not be taken over, in words for the subscriber. */
  readonly problems: readonly string[]
}

/** What a subscriber changes. Fields that are absent stay as they are, and so do those that make no sense. */
export function readPreferences(
  fields: Readonly<Record<string, unknown>>,
  subscriber: Subscriber,
  publication: Publication,
  now: Date,
): Preferences {
  const asked = readVisitorRequest({ ...fields, email: '' })
  const digest = readDigest(asked?.digest, publication)
  const timeZone = readTimeZone(asked?.timeZone)
  const pause = readPause(fields.pausedUntil, timeZone ?? subscriber.timeZone, now)
  return {
    choices: {
      digest: digest ?? subscriber.digest,
      topics: asked?.topics === undefined ? subscriber.topics : readTopics(asked.topics, publication),
      language: readLanguage(asked?.language) ?? subscriber.language,
      timeZone: timeZone ?? subscriber.timeZone,
    },
    pausedUntil: pause.kind === 'unchanged' ? subscriber.pausedUntil : pause.until,
    problems: [
      ...(asked?.digest && !digest ? ['There is no such digest, so you keep the one you had.'] : []),
      ...(asked?.timeZone && !timeZone
        ? [`We know no time zone of that name, so it stays ${subscriber.timeZone}. Names are such as Europe/Berlin.`]
        : []),
      ...(pause.problem === undefined ? [] : [pause.problem]),
    ],
  }
}

type Pause =
  | { readonly kind: 'unchanged'; readonly problem?: string }
  | { readonly kind: 'set'; readonly until: string | undefined; readonly problem?: string }

function readPause(asked: unknown, timeZone: string, now: Date): Pause {
  if (asked === undefined) return { kind: 'unchanged' }
  if (asked === null || asked === '') return { kind: 'set', until: undefined }
  const until = typeof asked === 'string' ? startOfDay(asked.trim(), timeZone) : undefined
  if (until === undefined) {
    return {
      kind: 'unchanged',
      problem: 'The day to pause until is not a date such as 2027-03-14; nothing changed there.',
    }
  }
  if (new Date(until) > now) return { kind: 'set', until }
  return {
    kind: 'set',
    until: undefined,
    problem: 'The day to pause until is not in the future, so there is no pause.',
  }
}
