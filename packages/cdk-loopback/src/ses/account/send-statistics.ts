import type { Sqlite } from '../../host/sqlite.ts'

/** Sums over the quarter of an hour that begins at `at`. All counts are of recipients. */
export type SendDataPoint = {
  /** Milliseconds since 1970. */
  readonly at: number
  readonly attempts: number
  readonly bounces: number
  readonly complaints: number
  readonly rejects: number
}

/** Lists the data points, oldest first. */
export function listDataPoints(database: Sqlite, since: Date): readonly SendDataPoint[] {
  const points = database
    .statement(`
      SELECT at - at % 900000 AS at, sum(recipients) AS attempts, sum(bounces) AS bounces,
        sum(complaints) AS complaints, sum(rejects) AS rejects
      FROM mails WHERE at > :since GROUP BY 1 ORDER BY 1`)
    .all({ since: since.getTime() })
  return points as SendDataPoint[] // the query's columns have these names
}

/** Counts the recipients of all mails accepted after `time`. SES counts its quotas in recipients. */
export function countSent(database: Sqlite, time: Date): number {
  const now = database.statement('SELECT recipientsSoFar FROM mails ORDER BY seq DESC LIMIT 1').get()
  const then = database
    .statement('SELECT recipientsSoFar FROM mails WHERE at <= ? ORDER BY at DESC, seq DESC LIMIT 1')
    .get(time.getTime())
  return Number(now?.recipientsSoFar ?? 0) - Number(then?.recipientsSoFar ?? 0)
}
