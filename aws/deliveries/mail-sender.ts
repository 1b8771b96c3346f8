import { GetSendQuotaCommand, type SESClient, SESServiceException, SendRawEmailCommand } from '@aws-sdk/client-ses'
import type { Mail, Quota, Submission } from '../../core/mail/submission.ts'

export type { Submission } from '../../core/mail/submission.ts'

export type MailSender = {
  submit(mail: Mail): Promise<Submission>
  getQuota(): Promise<Quota>
}

export function mailSender(ses: SESClient, configurationSet: string): MailSender {
  return {
    async submit(mail) {
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
        return refusalOf(error, mail)
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
function refusalOf(error: unknown, mail: Mail): Submission {
  if (!(error instanceof SESServiceException)) return { kind: 'unknown', error: asError(error) }
  if (isThrottling(error)) return { kind: 'throttled', spent: error.message.startsWith('Daily') }
  if (isAboutMail(error, mail)) return { kind: 'rejected', reason: error.name }
  const status = error.$metadata.httpStatusCode ?? 0
  return { kind: status >= 400 && status < 500 ? 'refused' : 'unknown', error }
}

export function isThrottling(error: unknown): boolean {
  if (!(error instanceof SESServiceException)) return false
  return error.name.startsWith('Throttling') || error.$metadata.httpStatusCode === 429
}

/** A sender that is not verified is named in the same error as a recipient that the sandbox does not allow. */
function isAboutMail(error: SESServiceException, { source }: Mail): boolean {
  if (error.name === 'MessageRejected') return !error.message.includes(source)
  return error.name === 'InvalidParameterValue'
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
