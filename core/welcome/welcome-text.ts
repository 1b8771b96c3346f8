import type { Receipt } from '../articles/receipt.ts'
import type { UploadedInsert } from '../issues/issue.ts'
import type { Problem } from '../problem.ts'
import { compareSequencers } from '../s3-sequencer.ts'
import type { WelcomePlace } from './place-welcome.ts'

/** A text of the welcome series, as it is mailed. */
export type WelcomeText = Omit<UploadedInsert, 'title'> & {
  readonly title: string
  /** Seconds from confirming until it is due. */
  readonly after: number
  /** Names of the digests whose readers get it; empty for all. */
  readonly digests: readonly string[]
  /** The instant since which it has been available. Readers who confirmed earlier do not get it. */
  readonly from: string
  /** The instant after which it is no longer mailed. */
  readonly until?: string | undefined
}

/** The stored state of an upload of the series. It stays when the upload is deleted. */
export type WelcomeRecord = WelcomePlace & {
  readonly key: string
  /** The S3 sequencer of the newest event that was applied. */
  readonly sequencer: string
  readonly state: 'scheduled' | 'draft' | 'rejected' | 'withdrawn'
  readonly problems: readonly Problem[]
  /** When the newest event happened. */
  readonly at: string
  /** The text that is mailed. A rejected upload does not change it. */
  readonly text: WelcomeText | undefined
  readonly revision: number
}

/** The result of reading an upload. */
export type WelcomeFact = Pick<WelcomeRecord, 'number' | 'variant' | 'key' | 'sequencer' | 'problems' | 'at'> & {
  readonly kind: 'accepted' | 'draft' | 'rejected' | 'deleted' | 'expired'
  /** Present if accepted. `from` is the instant before which it must not be mailed, if the editor gave one. */
  readonly text?: (Omit<WelcomeText, 'from'> & { readonly from?: string | undefined }) | undefined
}

/** Applies an event. Returns `before` itself for an old or repeated event. */
export function applyWelcome(before: WelcomeRecord | undefined, fact: WelcomeFact): WelcomeRecord {
  if (before && compareSequencers(fact.sequencer, before.sequencer) <= 0) return before
  const { kind, text, ...rest } = fact
  const common = { ...rest, revision: (before?.revision ?? 0) + 1 }
  if (kind === 'rejected') return { ...common, state: 'rejected', text: before?.text }
  if (text) return { ...common, state: 'scheduled', text: { ...text, from: text.from ?? sinceWhen(before, fact.at) } }
  return { ...common, state: kind === 'draft' ? 'draft' : 'withdrawn', text: undefined }
}

/** An edit keeps the instant since which a text has been available, unless it was for later. */
function sinceWhen(before: WelcomeRecord | undefined, at: string): string {
  const from = before?.text?.from
  return from !== undefined && Date.parse(from) <= Date.parse(at) ? from : at
}

/** Returns the receipt for an upload of the series. */
export function welcomeReceipt({ key, state, problems, at, text }: WelcomeRecord): Receipt {
  const due = text && Date.parse(text.from) > Date.parse(at) ? text.from : undefined
  return {
    ...{ key, state, problems, at },
    ...(text && { title: text.title }),
    ...(due !== undefined && { due }),
  }
}

/** Returns the sentences of the receipt that say what happened to the upload. */
export function welcomeVerdict({ state, text, at }: WelcomeRecord): string {
  switch (state) {
    case 'scheduled': {
      const since = text && Date.parse(text.from) > Date.parse(at) ? `from ${text.from} on` : 'from now on'
      const readers = text && text.digests.length > 0 ? `readers of ${text.digests.join(' and ')}` : 'readers'
      return `Scheduled. It is mailed once to ${readers} who confirm ${since}, ${describeWait(text?.after ?? 0)}.`
    }
    case 'draft':
      return 'Draft. It is mailed to nobody.'
    case 'withdrawn':
      return 'Withdrawn. It is mailed to nobody from now on.'
    case 'rejected':
      return text
        ? 'Rejected. Nothing changed: the previous version is still mailed.'
        : 'Rejected. Correct it and upload it again under the same name.'
  }
}

/** Writes when a text is due, such as `3 days after that`. @param seconds of its `after` */
export function describeWait(seconds: number): string {
  if (seconds === 0) return 'at once'
  const units = { week: 604_800, day: 86_400, hour: 3_600 } as const
  for (const [name, length] of Object.entries(units)) {
    const count = seconds / length
    if (Number.isInteger(count)) return `${count} ${name}${count === 1 ? '' : 's'} after that`
  }
  return `${seconds} seconds after that`
}
