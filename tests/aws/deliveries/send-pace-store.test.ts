import { SESServiceException } from '@aws-sdk/client-ses'
import { expect, test } from 'vitest'
import { type Reservation, sendPace } from '../../../aws/deliveries/send-pace-store.ts'
import { openTable } from '../open-table.ts'

const start = 1_900_000_000_000
const quota = { perSecond: 100, perDay: 1_000, sentToday: 0 }
/** Milliseconds between two mails at 97 % of the rate. */
const interval = 1_000 / 97

async function open(change: Partial<typeof quota> = {}) {
  const { dynamo, faults } = await openTable()
  const requests: number[] = []
  const ses = { ...quota, ...change }
  const getQuota = async () => {
    requests.push(ses.sentToday)
    return { ...ses }
  }
  const sender = () => sendPace(dynamo, 'table', { getQuota })
  return { sender, requests, ses, faults }
}

const places = (reservation: Reservation) => (reservation.kind === 'reserved' ? reservation : undefined)

test('concurrent senders never share a place, and leave none free', async () => {
  const { sender } = await open()
  await sender().reserve(1, start - 60_000, 0)
  const senders = Array.from({ length: 8 }, sender)
  const reservations = await Promise.all(senders.map((each) => each.reserve(10, start, 10_000)))
  const starts = reservations.map((reservation) => places(reservation)?.startsAt ?? 0).toSorted((a, b) => a - b)
  for (const [n, at] of starts.entries()) expect(at - start).toBeCloseTo(n * 10 * interval, 0)
})

test('unused places in the past cause no burst later', async () => {
  const { sender } = await open()
  const one = sender()
  await one.reserve(10, start, 1_000)
  expect(places(await one.reserve(10, start + 30_000, 1_000))).toMatchObject({ startsAt: start + 30_000, count: 10 })
  expect(places(await one.reserve(10, start + 30_000, 1_000))?.startsAt).toBeCloseTo(start + 30_000 + 10 * interval, 0)
})

test('a sender that would have to wait too long takes no place', async () => {
  const { sender } = await open()
  await sender().reserve(100, start, 1_000)
  expect(await sender().reserve(10, start, 900)).toEqual({ kind: 'crowded' })
  expect(places(await sender().reserve(10, start, 1_100))?.startsAt).toBeCloseTo(start + 100 * interval, 0)
})

test('a sender whose copy is outdated takes no place beyond its patience, and none in the past', async () => {
  const { sender } = await open()
  const [outdated, other] = [sender(), sender()]
  await outdated.reserve(1, start, 1_000)
  await other.reserve(100, start, 1_000)
  expect(await outdated.reserve(10, start, 900)).toEqual({ kind: 'crowded' })
  const soon = start + 4_000
  expect(places(await outdated.reserve(10, soon, 1_000))?.startsAt).toBe(soon)
})

test('a confirmation mail takes the next place, and later reservations come after it', async () => {
  const { sender } = await open()
  await sender().reserve(10, start, 1_000)
  await sender().overtake(start)
  expect(places(await sender().reserve(1, start, 1_000))?.startsAt).toBeCloseTo(start + 11 * interval, 0)
})

test('throttled confirmation mails take one place after another, and ask for the quota themselves', async () => {
  const { sender, requests } = await open()
  const one = sender()
  expect(await one.overtake(start)).toBeUndefined()
  const waiting = await Promise.all(Array.from({ length: 5 }, () => sender().queueUp(start)))
  const sorted = waiting.map((place) => place ?? 0).toSorted((a, b) => a - b)
  for (const [n, at] of sorted.entries()) expect(at).toBeCloseTo(start + n * interval, 0)
  expect(await one.overtake(start)).toBeCloseTo(start + 5 * interval, 0)
  expect(requests.length).toBeGreaterThan(0)
})

test('the confirmation mails of a batch take their places with one write', async () => {
  const { sender, faults } = await open()
  const one = sender()
  await one.reserve(1, start, 1_000)
  faults.add({ operation: 'UpdateItem', nth: 2, times: 100, fault: 'fail' })
  const taken = await Promise.all(Array.from({ length: 10 }, () => one.overtake(start)))
  for (const [n, at] of taken.entries()) expect(at).toBeCloseTo(start + (n + 1) * interval, 0)
})

test('a confirmation mail takes no place in a line of more than 100 s', async () => {
  const { sender } = await open({ perSecond: 1 })
  const one = sender()
  let last = 0
  for (let place = await one.queueUp(start); place !== undefined; place = await one.queueUp(start)) last = place
  expect(last).toBeLessThanOrEqual(start + 100_000)
  expect(last).toBeGreaterThan(start + 98_000)
  expect(await one.overtake(start)).toBeUndefined()
  expect(await one.queueUp(start + 3_000)).toBeGreaterThan(last)
})

test('a place reserved by a clock an hour ahead does not delay others by an hour', async () => {
  const { sender } = await open()
  await sender().reserve(10, start + 3_600_000, 1_000)
  expect(places(await sender().reserve(10, start, 1_000))?.startsAt).toBe(start)
})

test('one sender a minute reads the quota from SES, on behalf of all', async () => {
  const { sender, requests } = await open()
  const senders = [sender(), sender(), sender()]
  await senders[0]?.reserve(1, start, 1_000)
  for (const each of senders) await each.reserve(1, start + 1_000, 1_000)
  expect(requests).toHaveLength(1)
  await Promise.all(senders.map((each) => each.reserve(1, start + 61_000, 1_000)))
  expect(requests).toHaveLength(2)
})

test('the day’s quota is never exceeded, even while SES counts late', async () => {
  const { sender, ses } = await open({ perDay: 300 })
  let reserved = 0
  for (let now = start; now < start + 600_000; now += 7_000) {
    const reservation = await sender().reserve(25, now, 1_000)
    if (reservation.kind === 'reserved') reserved += reservation.count
    else expect(reservation).toEqual({ kind: 'spent' })
    ses.sentToday = reserved
  }
  expect(reserved).toBe(297)
})

test('throttling slows all senders, and a second report of the same throttling changes nothing', async () => {
  const { sender } = await open()
  const [one, two] = [sender(), sender()]
  await one.reserve(1, start, 1_000)
  await two.reserve(1, start, 1_000)
  const share = async (now: number) => 10 / (places(await sender().reserve(1, now, 1_000))?.interval ?? 0)
  await one.backOff(start)
  await two.backOff(start + 4_000)
  expect(await share(start)).toBeCloseTo(0.97 * 0.7, 3)
  expect(await share(start + 4_000)).toBeCloseTo(0.97 * 0.7 + 0.04, 3)
  await one.reserve(1, start + 4_000, 1_000)
  await two.reserve(1, start + 4_000, 1_000)
  await one.backOff(start + 7_000)
  await two.backOff(start + 8_000)
  expect(await share(start + 8_000)).toBeCloseTo((0.97 * 0.7 + 0.07) * 0.7 + 0.01, 3)
})

test('while GetSendQuota is throttled, the last quota applies, and without one nothing is sent', async () => {
  const { dynamo } = await openTable()
  const busy = new SESServiceException({ name: 'Throttling', $fault: 'client', $metadata: {} })
  const silent = sendPace(dynamo, 'table', { getQuota: () => Promise.reject(busy) })
  expect(await silent.reserve(1, start, 1_000)).toEqual({ kind: 'throttled' })
  await sendPace(dynamo, 'table', { getQuota: async () => quota }).reserve(1, start, 1_000)
  expect((await silent.reserve(1, start + 90_000, 1_000)).kind).toBe('reserved')
})
