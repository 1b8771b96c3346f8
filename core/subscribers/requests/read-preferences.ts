import type { Publication } from '../../publication.ts'
import { startOfDay } from '../../text/calendar-day.ts'
import type { LocaleMessages } from '../../text/locales.ts'
import type { Choices, Subscriber } from '../subscriber.ts'
import { readDigest, readSupportedLanguage, readTimeZone, readTopics, readVisitorRequest } from './read-choices.ts'

export type Preferences = {
  readonly choices: Choices
  readonly pausedUntil: string | undefined
  /** Which fields were not saved, as messages for the subscriber. */
  readonly problems: readonly string[]
}

/** Reads the changes of a subscriber. Absent and invalid fields change nothing. */
export function readPreferences(
  fields: Readonly<Record<string, unknown>>,
  subscriber: Subscriber,
  publication: Publication,
  messages: LocaleMessages,
  now: Date,
): Preferences {
  const texts = messages.page.preferences
  const request = readVisitorRequest({ ...fields, email: '' })
  const digest = readDigest(request?.digest, publication)
  const timeZone = readTimeZone(request?.timeZone)
  const language = readSupportedLanguage(request?.language)
  const pause = readPause(fields.pausedUntil, timeZone ?? subscriber.timeZone, messages, now)
  return {
    choices: {
      digest: digest ?? subscriber.digest,
      topics: request?.topics === undefined ? subscriber.topics : readTopics(request.topics, publication),
      language: language ?? subscriber.language,
      timeZone: timeZone ?? subscriber.timeZone,
    },
    pausedUntil: pause.kind === 'unchanged' ? subscriber.pausedUntil : pause.until,
    problems: [
      ...(request?.digest && !digest ? [texts.noSuchDigest] : []),
      ...(request?.timeZone && !timeZone ? [texts.noSuchTimeZone({ timeZone: subscriber.timeZone })] : []),
      ...(request?.language && !language ? [texts.noSuchLanguage] : []),
      ...(pause.problem === undefined ? [] : [pause.problem]),
    ],
  }
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
