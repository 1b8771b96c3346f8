import { GetSendQuotaCommand, type SESClient, SESServiceException, SendRawEmailCommand } from '@aws-sdk/client-ses'
import type { Mail } from '../core/mail.ts'

/** What handing a mail to SES came to. */
export type HandOver =
  | { readonly kind: 'submitted'; readonly messageId: string }
  /** Nothing was sent; try later. */
  | { readonly kind: 'throttled' }
  /** SES will never take this mail. */
  | { readonly kind: 'rejected'; readonly reason: string }
  /** SES took nothing, because of the account or its setup rather than the mail. */
  | { readonly kind: 'refused'; readonly error: Error }
  /** Nobody can say whether SES has the mail. */
  | { readonly kind: 'unknown'; readonly error: Error }

export type MailSender = {
  send(mail: Mail): Promise<HandOver>
  /** Mails per second and per sliding 24 hours that the account may send. */
  getQuota(): Promise<{ readonly perSecond: number; readonly perDay: number; readonly sentToday: number }>
}

export function mailSender(ses: SESClient, configurationSet: string): MailSender {
  return {
    async send(mail) {
      try {
        const { MessageId } = await ses.send(
          new SendRawEmailCommand({
            Source: mail.source,
            Destinations: [mail.destination],
            RawMessage: { Data: mail.raw },
            ConfigurationSetName: configurationSet,
            Tags: Object.entries(mail.tags).map(([Name, Value]) => ({ Name, Value })),
          }),
        )
        return { kind: 'submitted', messageId: MessageId ?? '' }
      } catch (error) {
        return refusalOf(error)
      }
    },
    async getQuota() {
      const quota = await ses.send(new GetSendQuotaCommand({}))
      return {
        perSecond: quota.MaxSendRate ?? 1,
        perDay: quota.Max24HourSend ?? 0,
        sentToday: quota.SentLast24Hours ?? 0,
      }
    },
  }
}

/** An error of the client's that SES itself answered means that it took nothing; anything else leaves that open. */
function refusalOf(error: unknown): HandOver {
  if (!(error instanceof SESServiceException)) return { kind: 'unknown', error: asError(error) }
  const status = error.$metadata.httpStatusCode ?? 0
  if (/^Throttling/.test(error.name) || status === 429) return { kind: 'throttled' }
  if (error.name === 'MessageRejected' || error.name === 'InvalidParameterValue')
    return { kind: 'rejected', reason: error.name }
  return { kind: status >= 400 && status < 500 ? 'refused' : 'unknown', error }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
