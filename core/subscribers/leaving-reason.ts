import { cleanLine } from '../text/clean-text.ts'
import { reasonTextMaximum } from './limits.ts'

/** What people can answer when they are asked why they leave, in the order of the question. */
export const leavingReasons = ['tooMany', 'notInteresting', 'neverSignedUp', 'readElsewhere', 'other'] as const
export type LeavingReason = (typeof leavingReasons)[number]

/** An answer, without the person who gave it. */
export type LeavingAnswer = {
  readonly reason: LeavingReason
  /** In their own words: one line without addresses. */
  readonly text: string | undefined
}

/** How many people who left a digest in a month gave each reason. */
export type ReasonTotals = {
  /** `2026-11`, in UTC. */
  readonly month: string
  readonly digest: string
  readonly counts: Readonly<Record<LeavingReason, number>>
}

/** A text that somebody added to an answer. The time of day is not stored. */
export type ReasonText = LeavingAnswer & { readonly day: string; readonly digest: string; readonly text: string }

/** Reads the answer of a form. A text alone is another reason. Undefined if the question was not answered. */
export function readAnswer(fields: Readonly<Record<string, unknown>>): LeavingAnswer | undefined {
  const text = typeof fields.text === 'string' ? cleanReason(fields.text) : ''
  const reason = leavingReasons.find((each) => each === fields.reason) ?? (text === '' ? undefined : 'other')
  return reason && { reason, text: text === '' ? undefined : text }
}

/** Whatever contains an `@` may be an address, so it is left out. */
const addresses = /\S*\s?[@＠﹫]\s?\S*/gu

function cleanReason(text: string): string {
  const line = cleanLine(text.slice(0, 10 * reasonTextMaximum)).replace(addresses, '…')
  const bounded = [...line].slice(0, reasonTextMaximum).join('').trim()
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(bounded) ? bounded : ''
}

const descriptions: Readonly<Record<LeavingReason, string>> = {
  tooMany: 'too many mails',
  notInteresting: 'not interesting, or no longer',
  neverSignedUp: 'never signed up',
  readElsewhere: 'read it elsewhere',
  other: 'another reason',
}

/** Describes a reason for the operator. */
export function describeReason(reason: LeavingReason): string {
  return descriptions[reason]
}

/** Mailing people who did not ask for it is unlawful in many countries, so the operator gets to know. */
export function neverSignedUp(totals: readonly ReasonTotals[]): string | undefined {
  const count = totals.reduce((sum, { counts }) => sum + counts.neverSignedUp, 0)
  if (count === 0) return undefined
  const people = count === 1 ? '1 person says' : `${count} people say`
  return `${people} that they never signed up. Check where your addresses come from, above all imports with --confirmed.`
}
