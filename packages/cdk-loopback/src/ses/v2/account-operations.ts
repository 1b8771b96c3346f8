import * as z from 'zod'
import type { Account } from '../account/account.ts'
import { accountReasons } from '../account/configuration-set.ts'
import { forAccount, type Operations, readBody } from './operation.ts'

export const accountOperations: Operations = {
  GetAccount: { routes: ['GET /v2/email/account'], describe: forAccount('GetAccount'), handle: getAccount },
  PutAccountSendingAttributes: {
    routes: ['PUT /v2/email/account/sending'],
    describe: forAccount('PutAccountSendingAttributes'),
    handle: ({ settings }, request) => {
      const { SendingEnabled } = readBody(z.strictObject({ SendingEnabled: z.boolean().default(false) }), request)
      settings.sendingEnabled = SendingEnabled
      return {}
    },
  },
}

function getAccount({ limits, now, sandbox, settings }: Account) {
  return {
    DedicatedIpAutoWarmupEnabled: false,
    EnforcementStatus: 'HEALTHY',
    ProductionAccessEnabled: !sandbox,
    SendQuota: {
      Max24HourSend: limits.quota.max24HourSend,
      MaxSendRate: limits.quota.maxSendRate,
      SentLast24Hours: limits.sent(now()),
    },
    SendingEnabled: settings.sendingEnabled,
    SuppressionAttributes: { SuppressedReasons: accountReasons },
  }
}
