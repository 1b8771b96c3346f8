import { type Subscriber, welcomeStart } from '../subscribers/subscriber.ts'
import { tolerance } from './limits.ts'
import type { WelcomeRecord, WelcomeText } from './welcome-text.ts'

/** A number of the series, with the texts for readers of different languages. */
export type WelcomeStep = Pick<WelcomeText, 'after' | 'digests' | 'from'> & {
  readonly number: number
  readonly texts: readonly { readonly variant: string; readonly text: WelcomeText }[]
}

/**
 * Returns what can be mailed now, by number. `after` and `digests` are those of the text without a language in its name, or
 * else of the first one.
 */
export function availableSteps(records: readonly WelcomeRecord[], now: Date): readonly WelcomeStep[] {
  const available = records.filter(({ text }) => text !== undefined && isAvailable(text, now))
  const numbers = [...new Set(available.map(({ number }) => number))].sort((a, b) => a - b)
  return numbers.flatMap((number) => {
    const texts = available
      .flatMap(({ text, variant, ...record }) => (text && record.number === number ? [{ variant, text }] : []))
      .sort((a, b) => (a.variant < b.variant ? -1 : 1))
    const [first] = texts
    if (!first) return []
    const from = texts.map(({ text }) => text.from).sort()[0] ?? first.text.from
    return [{ number, after: first.text.after, digests: first.text.digests, from, texts }]
  })
}

function isAvailable({ from, until }: WelcomeText, now: Date): boolean {
  return Date.parse(from) <= now.getTime() && (until === undefined || Date.parse(until) > now.getTime())
}

/** Subscribers whose last text has one number, and whose waiting times count from an instant between two. */
export type WelcomeRange = { readonly last: number; readonly since: string; readonly until: string }

/** Returns where subscribers are to whom a text may be due, by the number of their last one. */
export function dueRanges(
  steps: readonly WelcomeStep[],
  records: readonly Pick<WelcomeRecord, 'number'>[],
  now: Date,
): readonly WelcomeRange[] {
  const numbers = [...new Set([0, ...records.map(({ number }) => number)])].sort((a, b) => a - b)
  return numbers.flatMap((last) => {
    const next = steps.filter(({ number }) => number > last)
    if (next.length === 0) return []
    const shortest = Math.min(...next.map(({ after }) => after))
    const [since = ''] = next.map(({ from }) => from).sort()
    const until = new Date(now.getTime() - shortest * 1000).toISOString()
    return since <= until ? [{ last, since, until }] : []
  })
}

export type WelcomeMove =
  | { readonly kind: 'wait' }
  /** The texts up to this number are not for them. */
  | { readonly kind: 'pass'; readonly number: number }
  | { readonly kind: 'send'; readonly number: number; readonly text: WelcomeText; readonly start: string }

/**
 * Decides what a subscriber gets now. `start` is the instant from which the waiting times of the following texts count: if
 * this one is late, they are moved back.
 */
export function planWelcome(
  { state, welcome, confirmedAt, digest, language, pausedUntil }: Subscriber,
  steps: readonly WelcomeStep[],
  fallback: string,
  now: Date,
): WelcomeMove {
  if (state !== 'confirmed' || welcome === undefined || confirmedAt === undefined) return { kind: 'wait' }
  const start = welcomeStart(welcome, { pausedUntil })
  let passed: number | undefined
  for (const step of steps.filter(({ number }) => number > welcome.last)) {
    const { number, after, digests, from } = step
    const isOlder = Date.parse(confirmedAt) < Date.parse(from)
    const late = now.getTime() - Date.parse(start) - after * 1000
    if (!isOlder && late < 0) break
    const text =
      isOlder || (digests.length > 0 && !digests.includes(digest)) ? undefined : chooseText(step, language, fallback)
    if (text) {
      const moved = new Date(now.getTime() - after * 1000).toISOString()
      return { kind: 'send', number, text, start: late > tolerance ? moved : start }
    }
    passed = number
  }
  return passed === undefined ? { kind: 'wait' } : { kind: 'pass', number: passed }
}

/**
 * Returns the text in a reader's language, or else the one for all other languages, or in that of the publication. Undefined
 * if there is none.
 */
export function chooseText({ texts }: WelcomeStep, language: string, fallback: string): WelcomeText | undefined {
  const find = (matches: (variant: string) => boolean) => texts.find(({ variant }) => matches(variant))?.text
  const mainOf = (tag: string) => tag.toLowerCase().split('-')[0]
  const inLanguage = (tag: string) =>
    find((variant) => variant.toLowerCase() === tag.toLowerCase()) ??
    find((variant) => variant === mainOf(tag)) ??
    find((variant) => mainOf(variant) === mainOf(tag))
  return inLanguage(language) ?? find((variant) => variant === '') ?? inLanguage(fallback)
}

export type NextWelcome = { readonly number: number; readonly due: string }

/** Returns which text a subscriber gets next, and when, if nothing changes; undefined if none. */
export function nextWelcome(
  subscriber: Subscriber,
  steps: readonly WelcomeStep[],
  fallback: string,
): NextWelcome | undefined {
  const { state, welcome, confirmedAt, digest, language } = subscriber
  if (state !== 'confirmed' || welcome === undefined || confirmedAt === undefined) return undefined
  let due = Date.parse(welcomeStart(welcome, subscriber))
  const start = due
  for (const step of steps.filter(({ number }) => number > welcome.last)) {
    if (Date.parse(confirmedAt) < Date.parse(step.from)) continue
    due = Math.max(due, start + step.after * 1000)
    const isFor = step.digests.length === 0 || step.digests.includes(digest)
    if (isFor && chooseText(step, language, fallback)) return { number: step.number, due: new Date(due).toISOString() }
  }
  return undefined
}

/** Returns what stands in the place of an issue's id in the ledger. No issue has it, because no digest's name has an underscore. */
export function welcomeId(number: number): string {
  return `welcome_${number}`
}

export function isWelcomeId(id: string): boolean {
  return /^welcome_[1-9]\d?$/.test(id)
}
