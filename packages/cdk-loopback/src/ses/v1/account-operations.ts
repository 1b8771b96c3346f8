import { element } from '../../endpoint/query-protocol.ts'
import type { Account } from '../account/account.ts'
import { listDataPoints } from '../account/send-statistics.ts'
import { describeAccountCall, type Operations } from './operation.ts'

/** Milliseconds. */
const twoWeeks = 14 * 24 * 60 * 60 * 1000

export const accountOperations: Operations = {
  GetSendQuota: {
    describe: describeAccountCall,
    handle: ({ limits, now }) => [
      element('Max24HourSend', limits.quota.max24HourSend),
      element('MaxSendRate', limits.quota.maxSendRate),
      element('SentLast24Hours', limits.sent(now())),
    ],
  },
  GetAccountSendingEnabled: {
    describe: describeAccountCall,
    handle: ({ settings }) => [element('Enabled', String(settings.sendingEnabled))],
  },
  UpdateAccountSendingEnabled: {
    describe: describeAccountCall,
    handle: ({ settings }, query) => {
      settings.sendingEnabled = query.get('Enabled') === 'true'
      return []
    },
  },
  GetSendStatistics: { describe: describeAccountCall, handle: getSendStatistics },
}

function getSendStatistics({ database, now }: Account): readonly string[] {
  const points = listDataPoints(database, new Date(now().getTime() - twoWeeks)).map((point) =>
    element('member', [
      element('Timestamp', new Date(point.at).toISOString()),
      element('DeliveryAttempts', point.attempts),
      element('Bounces', point.bounces),
      element('Complaints', point.complaints),
      element('Rejects', point.rejects),
    ]),
  )
  return [element('SendDataPoints', points)]
}
