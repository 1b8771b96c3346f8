import {
  type CloudWatchLogsClient,
  FilterLogEventsCommand,
  ResourceNotFoundException,
} from '@aws-sdk/client-cloudwatch-logs'
import type { LogLine } from '../../core/monitoring/log-record.ts'

export type LogEvent = LogLine & { readonly id: string }

export type LogQuery = {
  readonly since: Date
  /** Default: no end. */
  readonly until?: Date
  /** A filter pattern of CloudWatch Logs. Default: all events. */
  readonly filter?: string
  readonly newestFirst: boolean
  /** Events of a page. */
  readonly limit: number
  /** The token of the page before. */
  readonly token?: string | undefined
}

/** A page may be empty although there are more: CloudWatch Logs reads only so much at a time. */
export type LogPage = { readonly events: readonly LogEvent[]; readonly token: string | undefined }

/** The earliest time from which CloudWatch Logs lists the newest events first. */
const earliest = Date.UTC(2024, 0)

/** Log events in groups of CloudWatch Logs. */
export function logStore(logs: CloudWatchLogsClient) {
  return {
    /** Reads a page of a group's events in the order of their times. A group that does not exist has none. */
    async read(group: string, { since, until, filter, newestFirst, limit, token }: LogQuery): Promise<LogPage> {
      const command = new FilterLogEventsCommand({
        logGroupName: group,
        startTime: Math.max(since.getTime(), newestFirst ? earliest : 0),
        startFromHead: !newestFirst,
        limit,
        ...(until && { endTime: until.getTime() }),
        ...(filter && { filterPattern: filter }),
        ...(token !== undefined && { nextToken: token }),
      })
      const answer = await logs.send(command).catch(ignoreMissing)
      const events = (answer?.events ?? []).map(({ eventId = '', timestamp = 0, message = '' }) => ({
        id: eventId,
        at: new Date(timestamp),
        message,
      }))
      return { events, token: answer?.nextToken }
    },
  }
}

function ignoreMissing(error: unknown): undefined {
  if (!(error instanceof ResourceNotFoundException)) throw error
}
