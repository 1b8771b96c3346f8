import {
  isQuotaStale,
  mailInterval,
  placesAtOnce,
  reservedAhead,
  roomToday,
  type SharedPace,
  slowAfterThrottling,
} from '../core/deliveries/send-pace.ts'
import { createRandom } from './support/random.ts'
import { createSimulatedSes } from './support/simulated-ses.ts'
import { createTimeline } from './timeline.ts'

/** Times in milliseconds, probabilities from 0 to 1. */
export type Scenario = {
  readonly recipients: number
  readonly perSecond: number
  readonly perDay: number
  readonly senders: number
  /** Time to write a booking. */
  readonly booking: number
  /** Time until SES answers. */
  readonly answer: number
  /** Probability that a sender dies in the middle of a batch. */
  readonly crash: number
  /** Probability that SES's event about a mail arrives too late to settle an unknown delivery. */
  readonly eventLost: number
  /** Confirmation mails per second, which have priority over the digest. */
  readonly confirmations: number
}

export type SimulatedSending = {
  /** Seconds from the first mail until SES has accepted 99.9 % of the mails, so that a few late ones do not count. */
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
/** Milliseconds until the message of a dead sender becomes visible again. */
const visibility = 300_000
/** Milliseconds until an unknown delivery is submitted again. */
const settling = 300_000
/** Milliseconds until mails are retried: after the daily quota is used up, and after SES has throttled. */
const delays = { quota: 900_000, throttled: 2_000 } as const

/** The state of a simulation. */
type Run = ReturnType<typeof createRun>

function createRun(scenario: Scenario, seed: number) {
  const ses = createSimulatedSes(scenario)
  const quotaAt = (now: number) => ({
    perSecond: scenario.perSecond,
    perDay: scenario.perDay,
    sentToday: ses.sentInDay(now),
  })
  const record: SharedPace = { quota: quotaAt(0), askedAt: 0, booked: 0, next: 0, slowed: undefined }
  return {
    ...{ scenario, ses, quotaAt, record },
    random: createRandom(seed),
    timeline: createTimeline(),
    totals: { repeats: 0, bookings: 0, senderTime: 0, confirmations: 0, almostAll: 0 },
    /** Mails in the queue. */
    backlog: scenario.recipients,
    /** Senders without a batch. */
    idle: scenario.senders,
  }
}

/** Simulates a whole issue, mail by mail, with the rules of core/deliveries/send-pace.ts. The same seed gives the same result. */
export function simulateSending(scenario: Scenario, seed = 1): SimulatedSending {
  const run = createRun(scenario, seed)
  const { ses, totals, timeline } = run
  startSenders(run, 0)
  if (scenario.confirmations > 0) timeline.add(0, (at) => confirm(run, at))
  timeline.run()
  return {
    seconds: totals.almostAll / 1_000,
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

/** Starts a batch for each idle sender. */
function startSenders(run: Run, now: number): void {
  for (; run.idle > 0 && run.backlog > 0; run.idle -= 1) {
    const mails = Math.min(batch, run.backlog)
    run.backlog -= mails
    run.timeline.add(now + run.scenario.booking * (0.5 + run.random()), (at) => book(run, mails, at, at))
  }
}

/** Ends a sender's batch. @param since when the batch began */
function finish(run: Run, now: number, since: number): void {
  run.totals.senderTime += now - since
  run.idle += 1
  startSenders(run, now)
}

/** Returns mails to the queue after a delay. */
function putBack(run: Run, mails: number, now: number, delay: number): void {
  if (mails === 0) return
  run.timeline.add(now + delay, (at) => {
    run.backlog += mails
    startSenders(run, at)
  })
}

/** Books places for a batch, or for the rest of it. */
function book(run: Run, mails: number, now: number, since: number): void {
  const { record } = run
  if (isQuotaStale(record, now)) {
    run.record = { ...record, booked: reservedAhead(record, now), quota: run.quotaAt(now), askedAt: now }
  }
  const places = Math.min(placesAtOnce(run.record, mails), roomToday(run.record))
  if (places > 0) submit(run, places, mails - places, now, since)
  else {
    putBack(run, mails, now, delays.quota)
    finish(run, now, since)
  }
}

/** Submits the booked part of a batch. @param left number of later mails of the batch */
function submit(run: Run, places: number, left: number, now: number, since: number): void {
  const { scenario, timeline, random, record } = run
  const interval = mailInterval(record, now)
  const start = Math.max(record.next, now)
  run.record = { ...record, next: start + places * interval, booked: record.booked + places }
  run.totals.bookings += 1
  const dies = random() < scenario.crash
  const submitted = dies ? Math.floor(places / 2) : places
  let isThrottled = false
  for (let n = 0; n < submitted; n += 1) {
    timeline.add(start + n * interval + random() * scenario.answer, (at) => {
      if (accept(run, at)) return
      isThrottled = true
      putBack(run, 1, at, delays.throttled)
    })
  }
  timeline.add(start + submitted * interval + scenario.answer, (at) => {
    if (dies) recover(run, submitted, places - submitted + left, at)
    else if (left > 0 && !isThrottled) return book(run, left, at, since)
    else putBack(run, left, at, delays.throttled)
    finish(run, at, since)
  })
}

/**
 * Returns the mails of a dead sender to the queue. SES's events settle the mails that it had submitted. If the event of
 * a mail is lost, the mail is submitted again.
 */
function recover(run: Run, submitted: number, others: number, now: number): void {
  for (let n = 0; n < submitted; n += 1) {
    if (run.random() >= run.scenario.eventLost) continue
    run.totals.repeats += 1
    putBack(run, 1, now, visibility + settling)
  }
  putBack(run, others, now, visibility)
}

function accept(run: Run, now: number): boolean {
  const { ses, totals, scenario, record } = run
  const accepted = ses.take(now)
  if (!accepted) run.record = { ...record, slowed: slowAfterThrottling(record, now) ?? record.slowed }
  if (accepted && ses.accepted - totals.confirmations <= scenario.recipients * 0.999) totals.almostAll = now
  return accepted
}

/** Sends a confirmation mail, and plans the next one while the issue is being sent. */
function confirm(run: Run, now: number): void {
  const { scenario, record } = run
  run.record = { ...record, next: Math.max(record.next, now) + mailInterval(record, now), booked: record.booked + 1 }
  if (accept(run, now)) run.totals.confirmations += 1
  if (run.idle < scenario.senders || run.backlog > 0) {
    const next = now - (Math.log(1 - run.random()) * 1_000) / scenario.confirmations
    run.timeline.add(next, (at) => confirm(run, at))
  }
}
