import type { EventType } from '../core/events/event-types.ts'
import type { Stack } from '../operations/stack.ts'

/** A captured mail. */
export type Mail = {
  /** SES message id, which the console treats as opaque. */
  readonly id: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly source: string
  readonly destinations: readonly string[]
  readonly subject: string
  readonly tags: Readonly<Record<string, string>>
  /** File name within the mail folder. */
  readonly file: string
  /** Bytes. */
  readonly size: number
}

export type MailBox = {
  /** Lists mails, newest first. With `before`, only those older than the mail with that id. */
  mails(options: { readonly limit: number; readonly before?: string }): readonly Mail[]
}

/** An event that was announced to other programs. */
export type Announced = {
  /** Grows with each event. */
  readonly number: number
  readonly event: {
    readonly 'detail-type': string
    /** An instant. */
    readonly time: string
    readonly detail: {
      readonly article?: { readonly title: string }
      readonly issue?: { readonly id: string; readonly title: string }
      readonly subscriber?: { readonly id: string }
    }
  }
}

export type EventBox = {
  /** Lists events, newest first. With `before`, only those before the one with that number; with `type`, only of that type. */
  list(options: { readonly limit: number; readonly before?: number; readonly type?: EventType }): readonly Announced[]
}

/** The data that the pages show. */
export type ConsoleSources = {
  readonly stack: Stack
  readonly ses: MailBox
  readonly events: EventBox
  /** Folder of the captured mails as `.eml` files. */
  readonly mailFolder: string
}
