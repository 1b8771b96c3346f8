import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as setTimeoutPromise } from 'node:timers/promises'
import { createTransport, type Transporter } from 'nodemailer'
import type { Sqlite } from '../host/sqlite.ts'
import { type Forward, nextForward, postponeForward, removeForward } from './forward-outbox.ts'

export type Relay = {
  /** Signals that a mail may be waiting. */
  wake(): void
  close(): Promise<void>
}

/** Milliseconds. */
const longestDelay = 5 * 60 * 1000
/** Milliseconds that a mail being sent gets when the relay closes. */
const closingTime = 1000
const timeouts = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 30_000 }

/** Sends accepted mails to a real SMTP server one after the other, and retries until it accepts. Uses the machine's clock. */
export function startRelay(database: Sqlite, mailFolder: string, smtpUrl: string): Relay {
  const transport = createTransport({ url: smtpUrl, pool: true, maxConnections: 1, ...timeouts })
  let timer: NodeJS.Timeout | undefined
  let running = false
  let closing = false
  let closed = false
  let lastRun: Promise<void> = Promise.resolve()

  const forwardAll = async () => {
    running = true
    for (let next = nextForward(database); next; next = nextForward(database)) {
      if (next.due > Date.now()) {
        timer = setTimeout(wake, next.due - Date.now())
        break
      }
      const settle = await forward(transport, mailFolder, next.forward)
      if (!closed) settle(database)
      if (closing) break
    }
    running = false
  }
  const wake = () => {
    clearTimeout(timer)
    if (!running && !closing) lastRun = forwardAll()
  }
  wake()
  return {
    wake,
    close: async () => {
      closing = true
      clearTimeout(timer)
      await Promise.race([lastRun, setTimeoutPromise(closingTime, undefined, { ref: false })])
      closed = true
      transport.close()
    },
  }
}

/** Tries to send one mail. Returns a function that records the result. */
async function forward(
  transport: Transporter,
  mailFolder: string,
  { id, file, sender, recipients, attempts }: Forward,
): Promise<(database: Sqlite) => void> {
  try {
    const raw = await readFile(join(mailFolder, file))
    await transport.sendMail({ envelope: { from: sender, to: [...recipients] }, raw })
    return (database) => removeForward(database, id)
  } catch (error) {
    const failure = error as Failure // nodemailer and node:fs throw errors of this kind
    return (database) => {
      console.error(`ses: mail ${id} was not forwarded at attempt ${attempts + 1}: ${describeFailure(failure)}`)
      if (isFinal(failure)) removeForward(database, id)
      else postponeForward(database, id, Date.now() + Math.min(500 * 2 ** attempts, longestDelay))
    }
  }
}

type Failure = Error & { readonly code?: string; readonly responseCode?: number }

/** Returns whether a failure is final: a permanent refusal, or a missing file of the captured mail. */
function isFinal({ code, responseCode = 0 }: Failure): boolean {
  return code === 'ENOENT' || responseCode >= 500
}

/** Leaves out the server's text, which often repeats an address. */
function describeFailure({ code = 'unknown error', responseCode }: Failure): string {
  return responseCode === undefined ? code : `${code}, SMTP ${responseCode}`
}
