import { createHash, randomBytes } from 'node:crypto'
import { createDynamo, createS3 } from '../aws/clients.ts'
import { accessLogStore } from '../aws/feeds/access-log-store.ts'
import { audienceStore } from '../aws/feeds/audience-store.ts'
import { accessLogReader } from '../core/audience/access-log.ts'
import { createAudienceCounter } from '../core/audience/count-readers.ts'
import { shiftDay } from '../core/audience/weekly-audience.ts'
import type { SettingsOf } from '../core/environment.ts'
import { eventHandler, type Now } from './runtime/event-handler.ts'

// Called by AWS.
export const handler = eventHandler('count-feed-readers', services, countFeedReaders)

// Runs once per cold start.
function services(settings: SettingsOf<'count-feed-readers'>) {
  return {
    logs: accessLogStore(createS3(), settings.accessLogsBucket ?? ''),
    audience: audienceStore(createDynamo(), settings.articlesTable),
  }
}

// Runs once a day. Safe to repeat: the counts of a day replace earlier ones. CloudFront may deliver a log a day late, so
// each day is counted twice.
export async function countFeedReaders(
  _tick: unknown,
  { logs, audience }: ReturnType<typeof services>,
  { now }: Now,
): Promise<void> {
  const today = now.toISOString().slice(0, 10)
  for (const day of [shiftDay(today, -2), shiftDay(today, -1)]) {
    const counter = createAudienceCounter(day, saltedHash())
    let requests = 0
    for (const file of await logs.list(day)) {
      const read = accessLogReader()
      for await (const line of logs.lines(file)) {
        const record = read(line)
        if (record?.day !== day) continue
        requests += 1
        counter.add(record)
      }
    }
    // Without a log, nothing is known about the day.
    if (requests > 0) await audience.put({ day, feeds: counter.result() })
  }
}

/** Returns a hash that only this run can compute: nobody else knows the salt, and nothing stores it. */
function saltedHash(): (text: string) => string {
  const salt = randomBytes(16)
  return (text) => createHash('sha256').update(salt).update(text).digest('base64').slice(0, 16)
}
