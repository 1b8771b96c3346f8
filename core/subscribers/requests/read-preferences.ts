import type { Publication } from '../../publication.ts'
import { startOfDay } from '../../text/calendar-day.ts'
import { type LocaleMessages, supportedLanguage } from '../../text/locales.ts'
import type { Choices, Subscriber } from '../subscriber.ts'
import { readDigest, readLanguage, readTimeZone, readTopics, readVisitorRequest } from './read-choices.ts'

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
  words: LocaleMessages,
  now: Date,
): Preferences {
  const said = words.page.preferences
  const asked = readVisitorRequest({ ...fields, email: '' })
  const digest = readDigest(asked?.digest, publication)
  const timeZone = readTimeZone(asked?.timeZone)
  const language = readSpoken(asked?.language)
  const pause = readPause(fields.pausedUntil, timeZone ?? subscriber.timeZone, words, now)
  return {
    choices: {
      digest: digest ?? subscriber.digest,
      topics: asked?.topics === undefined ? subscriber.topics : readTopics(asked.topics, publication),
      language: language ?? subscriber.language,
      timeZone: timeZone ?? subscriber.timeZone,
    },
    pausedUntil: pause.kind === 'unchanged' ? subscriber.pausedUntil : pause.until,
    problems: [
      ...(asked?.digest && !digest ? [said.noSuchDigest] : []),
      ...(asked?.timeZone && !timeZone ? [said.noSuchTimeZone({ timeZone: subscriber.timeZone })] : []),
      ...(asked?.language && !language ? [said.noSuchLanguage] : []),
      ...(pause.problem === undefined ? [] : [pause.problem]),
    ],
  }
}

function readSpoken(asked: string | undefined): string | undefined {
  const language = readLanguage(asked)
  return language !== undefined && supportedLanguage(language) !== undefined ? language : undefined
}

type Pause =
  | { readonly kind: 'unchanged'; readonly problem?: string }
  | { readonly kind: 'set'; readonly until: string | undefined; readonly problem?: string }

function readPause(asked: unknown, timeZone: string, { page }: LocaleMessages, now: Date): Pause {
  if (asked === undefined) return { kind: 'unchanged' }
  if (asked === null || asked === '') return { kind: 'set', until: undefined }
  const until = typeof asked === 'string' ? startOfDay(asked.trim(), timeZone) : undefined
  if (until === undefined) return { kind: 'unchanged', problem: page.preferences.noSuchDay }
  if (new Date(until) > now) return { kind: 'set', until }
  return { kind: 'set', until: undefined, problem: page.preferences.pastDay }
}
