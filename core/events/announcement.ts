import type { Site } from '../site.ts'
import type { EventDetail } from './event-schemas.ts'
import type { EventType } from './event-types.ts'

/** A change of a stored item, from the stream of its table. */
export type Change = {
  /** Identifies the change, also when it is read again. */
  readonly id: string
  /** An instant, to the second. */
  readonly at: string
  readonly pk: string
  readonly sk: string
  /** Absent if the item is new. */
  readonly old: Readonly<Record<string, unknown>> | undefined
  /** Absent if the item was removed. */
  readonly new: Readonly<Record<string, unknown>> | undefined
}

/** An event for other programs. */
export type Announcement = {
  readonly [Type in EventType]: { readonly type: Type; readonly detail: EventDetail<Type> }
}[EventType]

/** Returns the properties that every event has. */
export function commonDetail({ id, at }: Change, { publication, url }: Site) {
  const { title, tag } = publication
  return { version: 1 as const, id, at, publication: { title, tag, url } }
}
