import {
  isQuotaStale,
  mailInterval,
  placesAtOnce,
  reservedAhead,
  roomToday,
  type SharedPace,
  slowAfterThrottling,
} from '../core/deliveries/send-pace.ts'
import { createSimulatedSes } from './simulated-ses.ts'
import { createTimeline } from './timeline.ts'

/** Times in milliseconds, probabilities from 0 to 1. */
export type Scenario = {
  readonly recipients: number
  readonly perSecond: number
  readonly perDay: number
  readonly senders: number
  /** Until a booking is written, and until SES answers. */
  readonly booking: number
  readonly handOver: number
  /** That a sender dies with a batch in its hands, halfway through it. */
  readonly crash: number
  /** That SES's event about a mail comes too late to settle an unknown hand-over. */
  readonly eventLost: number
  /** Mails per second that overtake the digest. */
  readonly confirmations: number
}

export type SimulatedSending = {
  /** From the first mail to the last but the stragglers: until 99.9 % were accepted. */
  readonly seconds: number
  readonly accepted: number
  readonly confirmations: number
  readonly repeats: number
  readonly throttled: number
  readonly mostInASecond: number
  readonly mostInADay: number
  readonly bookings: number
  readonly senderSeconds: number
}

const batch = 25
/** When a message that died with its sender comes again. */
const visibility = 300_000
const settling = 300_000

/** Plays a whole issue, mail by mail, with the rules of core/deliveries/send-pace.ts. The same numbers each time. */
export function simulateSending(scenario: Scenario, seed = 1): SimulatedSending {
  const random = createRandom(seed)
  const timeline = createTimeline()
  const ses = createSimulatedSes(scenario)
  const totals = { repeats: 0, bookings: 0, senderTime: 0, confirmations: 0, enough: 0 }
  let backlog = scenario.recipients
  let idle = scenario.senders
  let record: SharedPace = { quota: quotaAt(0), askedAt: 0, booked: 0, next: 0, slowed: undefined }

  function quotaAt(now: number) {
    return { perSecond: scenario.perSecond, perDay: scenario.perDay, sentToday: ses.sentInDay(now) }
  }

  function wake(now: number): void {
    for (; idle > 0 && backlog > 0; idle -= 1) {
      const mails = Math.min(batch, backlog)
      backlog -= mails
      timeline.add(now + scenario.booking * (0.5 + random()), (at) => book(mails, at, at))
    }
  }

  function rest(now: number, since: number): void {
    totals.senderTime += now - since
    idle += 1
    wake(now)
  }

  /** Mails that have to wait come back to the queue later, in pieces. */
  function putBack(mails: number, now: number, delay: number): void {
    if (mails === 0) return
    timeline.add(now + delay, (at) => {
      backlog += mails
      wake(at)
    })
  }

  function book(mails: number, now: number, since: number): void {
    if (isQuotaStale(record, now)) {
      record = { ...record, booked: reservedAhead(record, now), quota: quotaAt(now), askedAt: now }
    }
    const places = Math.min(placesAtOnce(record, mails), roomToday(record))
    if (places > 0) handOver(places, mails - places, now, since)
    else {
      putBack(mails, now, 900_000)
      rest(now, since)
    }
  }

  /** Hands over a booked part of a batch; `left` of it are to follow. */
  function handOver(places: number, left: number, now: number, since: number): void {
    const interval = mailInterval(record, now)
    const start = Math.max(record.next, now)
    record = { ...record, next: start + places * interval, booked: record.booked + places }
    totals.bookings += 1
    const dies = random() < scenario.crash
    const handed = dies ? Math.floor(places / 2) : places
    let busy = false
    for (let n = 0; n < handed; n += 1) {
      timeline.add(start + n * interval + random() * scenario.handOver, (at) => {
        if (accept(at)) return
        busy = true
        putBack(1, at, 2_000)
      })
    }
    timeline.add(start + handed * interval + scenario.handOver, (at) => {
      if (dies) bury(handed, places - handed + left, at)
      else if (left > 0 && !busy) return book(left, at, since)
      else putBack(left, at, 2_000)
      rest(at, since)
    })
  }

  /** Of mails handed over but not marked SES's events tell; without one they are handed over again. */
  function bury(handed: number, others: number, now: number): void {
    for (let n = 0; n < handed; n += 1) {
      if (random() >= scenario.eventLost) continue
      totals.repeats += 1
      putBack(1, now, visibility + settling)
    }
    putBack(others, now, visibility)
  }

  function accept(now: number): boolean {
    const accepted = ses.take(now)
    if (!accepted) record = { ...record, slowed: slowAfterThrottling(record, now) ?? record.slowed }
    if (accepted && ses.accepted - totals.confirmations <= scenario.recipients * 0.999) totals.enough = now
    return accepted
  }

  function confirm(now: number): void {
    record = { ...record, next: Math.max(record.next, now) + mailInterval(record, now), booked: record.booked + 1 }
    if (accept(now)) totals.confirmations += 1
    if (idle < scenario.senders || backlog > 0)
      timeline.add(now - (Math.log(1 - random()) * 1_000) / scenario.confirmations, confirm)
  }

  wake(0)
  if (scenario.confirmations > 0) timeline.add(0, confirm)
  timeline.run()
  return {
    seconds: totals.enough / 1_000,
    accepted: ses.accepted - totals.confirmations,
    confirmations: totals.confirmations,
    repeats: totals.repeats,
    throttled: ses.throttled,
    mostInASecond: ses.mostInASecond,
    mostInADay: ses.mostInADay,
    bookings: totals.bookings,
    senderSeconds: totals.senderTime / 1_000,
  }
}

/** Mulberry32: the same numbers each time. */
function createRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
