import type { Reading } from '../deployment/account-facts.ts'
import { countOf } from '../text/count-of.ts'
import { type Finding, fault, judge, ok } from './finding.ts'

/** What the way out of a local stack is doing. Times are ISO 8601, UTC. */
export type RelayState = {
  /** Where mails go, such as `mail.example.com:465`. */
  readonly relay: string
  readonly waiting: number
  /** Those that were deferred, and are tried again. */
  readonly deferred: number
  /** When the oldest waiting mail was accepted. */
  readonly oldest?: string
  /** Mails that the relay took in the last 24 hours. */
  readonly relayedInDay: number
  /** Why the relay takes no mail. All mails wait. */
  readonly trouble?: { readonly reason: string; readonly since: string; readonly nextTry: string }
  /** The last mail that was refused or deferred. */
  readonly lastRefusal?: { readonly at: string; readonly reply: string }
}

/** Milliseconds after which a mail that is not deferred should have gone out. */
const longWait = 60 * 60 * 1000

/** Judges the relay of a local stack. It is missing if mails stay on the machine, or leave it through SES. */
export function judgeRelay(reading: Reading<RelayState>, now: Date): readonly Finding[] {
  return judge(
    'relay',
    reading,
    (state) => {
      const { relay, waiting, deferred, oldest, relayedInDay, trouble } = state
      const fix =
        'See docs/sending-from-one-server.md. Correct the mail server or its variables (SMTP_URL, SES_REGION), and start again if a variable has changed.'
      if (trouble) {
        const text = `${trouble.reason} ${describeWaiting(waiting)} The next try is at ${trouble.nextTry}.`
        return [fault('relay.stopped', text, { fix })]
      }
      const age = oldest === undefined ? 0 : now.getTime() - Date.parse(oldest)
      if (waiting > deferred && age > longWait) {
        const text = `${describeWaiting(waiting)} The oldest has waited since ${oldest}.`
        return [
          fault('relay.late', text, { fix: 'Raise SMTP_PER_SECOND or SMTP_PER_DAY if the mail server allows more.' }),
        ]
      }
      const rest = waiting === 0 ? 'None waits' : `${countOf(waiting, 'mail')} waiting, ${deferred} of them deferred`
      return [ok('relay', `${relay} took ${countOf(relayedInDay, 'mail')} in the last 24 hours. ${rest}.`)]
    },
    () => [
      ok('relay', 'No mail server is set: the mails of this stack do not need one, or do not leave this machine.'),
    ],
  )
}

function describeWaiting(waiting: number): string {
  return waiting === 1 ? '1 mail waits.' : `${waiting.toLocaleString('en')} mails wait.`
}
