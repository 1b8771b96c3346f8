import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as setTimeoutPromise } from 'node:timers/promises'
import type { Storage } from '../../host/storage.ts'
import type { Account } from '../account/account.ts'
import { getMail } from '../mail-log.ts'
import { addResult } from '../report-feedback.ts'
import { composeRelayed } from './compose-relayed.ts'
import { describeReply, describeTrouble } from './describe-trouble.ts'
import { judgeAnswer, type Verdict } from './judge-answer.ts'
import {
  beginAttempt,
  countRelayed,
  countWaiting,
  mostUnsettled,
  moveWaiting,
  nextWaiting,
  putWaiting,
  relayedInDay,
  releaseAttempts,
  removeWaiting,
  type Waiting,
} from './relay-queue.ts'
import { mailDelay, relayDelay, retryTime } from './retry.ts'
import { returnAddress } from './return-address.ts'
import { createRefusalCheck } from './single-refusals.ts'
import type { Answer, OutgoingMail, Refusal, Transport } from './transport.ts'

export type RelayOptions = {
  readonly transport: Transport
  readonly mailFolder: string
  /** The address to which bounces return. Default: the sender of each mail. */
  readonly bounceAddress?: string | undefined
  /** Mails that are handed over at a time. Default: 4. */
  readonly connections?: number | undefined
  /** Called when there may be new events. */
  readonly onEvents: () => void
  /** No mail is handed over while nothing can be stored, because its answer would be lost. */
  readonly storage?: Pick<Storage, 'check' | 'isClosed'> | undefined
}

/** What a relay is doing. Times are ISO 8601, UTC. */
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
  /** The last mail that was refused or deferred, with the code and the step, such as `550 5.1.1 at RCPT`. */
  readonly lastRefusal?: { readonly at: string; readonly reply: string }
}

export type Relay = {
  /** Signals that a mail may be waiting. */
  wake(): void
  /** Follows a move of the clock: when it is moved back, mails keep their delays. */
  move(byMs: number): void
  state(): RelayState
  close(): Promise<void>
}

/** Milliseconds that mails being sent get when the relay closes, and after which a change that could not be stored is tried again. */
const closingTime = 10_000
const storingDelay = 5_000
/** Milliseconds after which a mail is tried again of which nobody knows whether it was taken. */
const unsettledDelay = 15 * 60_000
/** Milliseconds after which a mail is tried again to which the relay answered as if it took none. */
const stoppedDelay = 30_000
/** Milliseconds between two looks at the daily limit, and at whether the account may send. */
const limitDelay = 60_000

type Trouble = { readonly reason: string; readonly since: Date; readonly failures: number; readonly until: number }

/**
 * Hands accepted mails over to a relay, several at a time, at the rate of the account. What becomes of each mail is an event
 * of its configuration set. A mail that is deferred waits longer each time. While the relay takes no mail at all, every
 * mail waits, however long that takes.
 */
export function startRelay(account: Account, options: RelayOptions): Relay {
  const { database, now, limits } = account
  const { transport, onEvents, connections = 4, storage } = options
  let timer: NodeJS.Timeout | undefined
  let trouble: Trouble | undefined
  let lastRefusal: RelayState['lastRefusal']
  /** When the next mail may go out, by the time of the machine, which nobody moves. */
  let nextSlot = 0
  let closing = false
  let abandoned = false
  const running = new Set<Promise<void>>()
  const checkRefusal = createRefusalCheck()
  releaseAttempts(database)

  const wait = (milliseconds: number) => {
    clearTimeout(timer)
    timer = setTimeout(wake, Math.min(Math.max(milliseconds, 1), 60 * 60_000))
  }
  const track = (work: Promise<void>) => {
    running.add(work)
    void work.finally(() => {
      running.delete(work)
      wake()
    })
  }

  const wake = () => {
    clearTimeout(timer)
    try {
      while (!closing && running.size < (trouble ? 1 : connections)) {
        const next = nextWaiting(database)
        if (!next) return
        const pause = Math.max(
          next.due - now().getTime(),
          (trouble?.until ?? 0) - now().getTime(),
          nextSlot - performance.now(),
        )
        if (pause > 0) return wait(pause)
        if (storage?.isClosed) return wait(storingDelay)
        if (!account.settings.sendingEnabled) return wait(limitDelay)
        const { max24HourSend: most, maxSendRate } = limits.quota
        if (most >= 0 && relayedInDay(database, now()) + running.size >= most) return wait(limitDelay)
        nextSlot = Math.max(nextSlot, performance.now()) + 1000 / maxSendRate
        if (next.unsettled >= mostUnsettled) giveUp(next)
        else {
          beginAttempt(database, next.seq)
          track(attempt(next))
        }
      }
    } catch (error) {
      storage?.check(error)
      console.error(`ses: the queue of the relay cannot be used: ${error instanceof Error ? error.message : error}`)
      wait(storingDelay)
    }
  }

  const giveUp = ({ seq, id }: Waiting) => {
    removeWaiting(database, seq)
    console.error(`ses: mail ${id} was handed over ${mostUnsettled} times without an answer. It is not sent again.`)
  }

  const attempt = async (waiting: Waiting) => {
    const answer = await handOver(waiting)
    const { verdict, isAccount } = checkRefusal(waiting.seq, answer, judgeAnswer(answer))
    noteTrouble(answer, isAccount ? { kind: 'stopped' } : verdict)
    await store(() => settle(waiting, answer, verdict))
    if (verdict.kind !== 'stopped') onEvents()
  }

  const handOver = async (waiting: Waiting): Promise<Answer> => {
    try {
      const mail = await readOutgoing(account, options, waiting)
      return mail ? await transport.send(mail) : missing
    } catch (error) {
      return { kind: 'refused', step: 'connect', text: error instanceof Error ? error.message : String(error) }
    }
  }

  /** Stores what an attempt changed. Until that is done, the mail counts as being sent, so that it is not sent again. */
  const store = async (change: () => void) => {
    while (!abandoned) {
      try {
        database.transaction(change)
        return
      } catch (error) {
        storage?.check(error) // which frees some space
        console.error(`ses: an answer of the relay cannot be stored: ${error instanceof Error ? error.message : error}`)
        if (closing) return
        await setTimeoutPromise(storingDelay)
      }
    }
  }

  const settle = (waiting: Waiting, answer: Answer, verdict: Verdict) => {
    const { seq, id, recipient, attempts, deferredAt } = waiting
    const time = now()
    let isExpired = false
    const report = () => {
      const result = composeRelayed(recipient, answer, verdict, { relay: transport.name, now: time, isExpired })
      addResult(account, options.mailFolder, id, [recipient], result)
    }
    if (answer.kind === 'refused' && verdict.kind !== 'stopped') note(id, answer, time)
    switch (verdict.kind) {
      case 'stopped':
        return putWaiting(database, { ...waiting, due: time.getTime() + stoppedDelay }) // the next attempt is another mail's
      case 'unknown':
        return putWaiting(database, {
          ...waiting,
          unsettled: waiting.unsettled + 1,
          due: time.getTime() + unsettledDelay,
        })
      case 'deferred': {
        const isFirst = deferredAt === 0
        const since = isFirst ? time.getTime() : deferredAt
        isExpired = time.getTime() - since >= retryTime && attempts >= (verdict.leastAttempts ?? 0)
        if (isExpired) break
        const due = time.getTime() + mailDelay(attempts + 1)
        putWaiting(database, { ...waiting, attempts: attempts + 1, deferredAt: since, due })
        if (!isFirst) return // SES reports a delay once
        report()
        return
      }
      case 'accepted':
        countRelayed(database, time)
    }
    removeWaiting(database, seq)
    if (verdict.kind !== 'accepted' || !transport.reports) report()
  }

  const note = (id: string, { step, ...reply }: Refusal, at: Date) => {
    const text = `${describeReply(reply)} at ${step}`
    lastRefusal = { at: at.toISOString(), reply: text }
    console.error(`ses: the relay did not take mail ${id}: ${text}`)
  }

  const noteTrouble = (answer: Answer, { kind }: Pick<Verdict, 'kind'>) => {
    if (closing) return
    if (kind !== 'stopped' || answer.kind === 'accepted') {
      if (trouble && kind !== 'unknown') console.error(`ses: ${transport.name} takes mails again.`)
      if (kind !== 'unknown') trouble = undefined
      return
    }
    const time = now()
    const reason = answer.reason ?? describeTrouble(transport.name, answer)
    const failures = (trouble?.failures ?? 0) + 1
    if (trouble?.reason !== reason) console.error(`ses: ${reason} Mails wait, and none is lost.`)
    trouble = { reason, since: trouble?.since ?? time, failures, until: time.getTime() + relayDelay(failures) }
  }

  /** Looks whether the relay can be used, before there is a mail. */
  const check = async () => {
    const answer = await transport.check()
    if (answer.kind === 'refused') noteTrouble(answer, { kind: 'stopped' })
  }
  track(check())
  return {
    wake,
    move: (byMs) => {
      if (byMs < 0) {
        moveWaiting(database, Math.round(byMs))
        if (trouble) trouble = { ...trouble, until: trouble.until + byMs }
      }
      wake()
    },
    state: () => {
      const { waiting, deferred, oldest } = countWaiting(database)
      return {
        relay: transport.name,
        ...{ waiting, deferred, relayedInDay: relayedInDay(database, now()) },
        ...(oldest !== undefined && { oldest: new Date(oldest).toISOString() }),
        ...(trouble && { trouble: describe(trouble) }),
        ...(lastRefusal && { lastRefusal }),
      }
    },
    close: async () => {
      closing = true
      clearTimeout(timer)
      transport.close()
      await Promise.race([Promise.all(running), setTimeoutPromise(closingTime, undefined, { ref: false })])
      abandoned = true
      transport.close(true)
    },
  }
}

function describe({ reason, since, until }: Trouble) {
  return { reason, since: since.toISOString(), nextTry: new Date(until).toISOString() }
}

/** The answer for a mail whose file is no longer there. */
const missing: Answer = { kind: 'refused', step: 'body', code: 554, text: '554 5.6.0 The file of the mail is missing' }

/** Reads a mail as the relay gets it; undefined if its file is missing. */
async function readOutgoing(
  { database }: Account,
  { mailFolder, bounceAddress }: RelayOptions,
  { id, recipient }: Waiting,
): Promise<OutgoingMail | undefined> {
  const mail = getMail(database, id)
  if (!mail) return undefined
  try {
    const raw = await readFile(join(mailFolder, mail.file))
    return { id, sender: returnAddress(mail, bounceAddress), recipient, tags: mail.tags, raw }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined // node:fs throws errors of this kind
    throw error
  }
}
