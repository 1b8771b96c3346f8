import type { Subscriber } from '../../core/subscribers/subscriber.ts'
import { availableSteps, nextWelcome, welcomeId } from '../../core/welcome/plan-welcome.ts'
import type { Stack } from '../stack.ts'

export type WelcomeMail = {
  readonly number: number
  /** That of the delivery. */
  readonly state: string
  readonly at?: string | undefined
}

/** Returns the mails of the welcome series that a subscriber got, and the next one. Undefined if they get none of it. */
export async function describeWelcome(subscriber: Subscriber, { welcome, deliveries, site }: Stack) {
  if (subscriber.welcome === undefined) return undefined
  const records = await welcome.list()
  const numbers = [...new Set(records.map(({ number }) => number))]
  const stored = await Promise.all(
    numbers.map(async (number) => ({ number, stored: await deliveries.get(welcomeId(number), subscriber.id) })),
  )
  const mails = stored.flatMap(({ number, stored: entry }): WelcomeMail[] =>
    entry ? [{ number, state: entry.delivery.state, at: entry.delivery.handedOverAt }] : [],
  )
  const next = nextWelcome(subscriber, availableSteps(records, new Date()), site.publication.language)
  return { mails, ...(next && { next }) }
}

/** Writes a line such as `1: submitted 2026-11-21T08:00:00.000Z`. */
export function describeMail({ number, state, at }: WelcomeMail): string {
  return [`${number}: ${state}`, ...(at === undefined ? [] : [at])].join(' ')
}
