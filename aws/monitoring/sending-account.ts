import { GetAccountSendingEnabledCommand, GetSendQuotaCommand, type SESClient } from '@aws-sdk/client-ses'
import type { SendingAccount } from '../../core/monitoring/health.ts'

/** Reads whether SES lets the account send, and how many mails in 24 hours. */
export async function readSendingAccount(ses: SESClient): Promise<SendingAccount> {
  const { Enabled = false } = await ses.send(new GetAccountSendingEnabledCommand({}))
  const { Max24HourSend = 0 } = await ses.send(new GetSendQuotaCommand({}))
  // SES writes -1 for an account without a limit.
  return { enabled: Enabled, perDay: Max24HourSend < 0 ? Number.POSITIVE_INFINITY : Max24HourSend }
}
