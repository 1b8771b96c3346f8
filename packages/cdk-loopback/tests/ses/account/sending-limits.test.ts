import { GetSendQuotaCommand, type SESClient } from '@aws-sdk/client-ses'
import { expect, test } from 'vitest'
import { rawEmail, sesClient, startSes } from '../ses-fixture.ts'

const minute = 60_000
const hour = 60 * minute

const daily = { name: 'Throttling', message: 'Daily message quota exceeded.', $metadata: { httpStatusCode: 400 } }
const rate = { name: 'Throttling', message: 'Maximum sending rate exceeded.', $metadata: { httpStatusCode: 400 } }

async function sentLately(client: SESClient) {
  return (await client.send(new GetSendQuotaCommand({}))).SentLast24Hours
}

/** Starts an SES whose clock the test controls. */
async function startAt(quota: { max24HourSend: number; maxSendRate: number }) {
  let time = Date.parse('2026-03-01T00:00:00Z')
  const ses = await startSes({ now: () => new Date(time), quota })
  return {
    ...ses,
    pass: (milliseconds: number) => {
      time += milliseconds
    },
  }
}

test('mails beyond one second’s rate are throttled until time has passed', async () => {
  const { send, pass } = await startAt({ max24HourSend: 1000, maxSendRate: 2 })
  await send()
  await send()
  await expect(send()).rejects.toMatchObject(rate)
  pass(500)
  await send()
  await expect(send()).rejects.toMatchObject(rate)
  pass(hour)
  await send()
  await send()
  await expect(send()).rejects.toMatchObject(rate)
})

test('the rate counts recipients: a mail to many delays the following ones', async () => {
  const { send, pass } = await startAt({ max24HourSend: 1000, maxSendRate: 2 })
  await send({ Destinations: ['a@example.org', 'b@example.org', 'c@example.org', 'd@example.org'] })
  pass(1000)
  await expect(send()).rejects.toMatchObject(rate)
  pass(1000)
  await send()
})

test('a rate below one a second still allows a mail', async () => {
  const { send, pass } = await startAt({ max24HourSend: 1000, maxSendRate: 0.5 })
  await send()
  pass(1000)
  await expect(send()).rejects.toMatchObject(rate)
  pass(1000)
  await send()
})

test('the daily quota slides over 24 hours and counts recipients', async () => {
  const { client, send, pass } = await startAt({ max24HourSend: 3, maxSendRate: 100 })
  await send({ Destinations: ['a@example.org', 'b@example.org'] })
  pass(hour)
  await send()
  await expect(send()).rejects.toMatchObject(daily)
  expect(await sentLately(client)).toBe(3)
  pass(23 * hour - 1)
  await expect(send()).rejects.toMatchObject(daily)
  pass(1)
  expect(await sentLately(client)).toBe(1)
  await send({ Destinations: ['a@example.org', 'b@example.org'] })
  await expect(send()).rejects.toMatchObject(daily)
})

test.each([
  ['the daily quota', { max24HourSend: 0, maxSendRate: 1 }, daily],
  ['the rate', { max24HourSend: 10, maxSendRate: 0.001 }, rate],
])('the SDK recognizes a refusal for %s as throttling, and retries', async (_limit, quota, refusal) => {
  const { url, send } = await startAt(quota)
  if (quota.max24HourSend > 0) await send()
  // The SDK retries an HTTP 400 only with a throttling code.
  const error = await sesClient(url, 2)
    .send(rawEmail())
    .catch((error) => error)
  expect(error).toMatchObject({ name: 'Throttling', message: refusal.message, $metadata: { attempts: 2 } })
})

test('a changed quota applies immediately and is returned by GetSendQuota', async () => {
  const { ses, client, send } = await startAt({ max24HourSend: 0, maxSendRate: 1 })
  await expect(send()).rejects.toMatchObject(daily)
  ses.setQuota({ max24HourSend: 200, maxSendRate: 0.5 })
  await send()
  expect(await client.send(new GetSendQuotaCommand({}))).toMatchObject({
    Max24HourSend: 200,
    MaxSendRate: 0.5,
    SentLast24Hours: 1,
  })
})

test('sent mails still count after a restart', async () => {
  const first = await startSes()
  await first.send()
  await first.stop()
  const { client } = await startSes({ folder: first.folder })
  expect(await sentLately(client)).toBe(1)
})
