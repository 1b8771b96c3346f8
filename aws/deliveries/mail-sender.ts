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
        return classifyError(error, mail)
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

/**
 * A client error that SES itself returned means that it accepted nothing. After any other error, SES may have accepted
 * the mail.
 */
function classifyError(error: unknown, mail: Mail): Submission {
  if (!(error instanceof SESServiceException)) return { kind: 'unknown', error: asError(error) }
  if (isThrottling(error)) return { kind: 'throttled', spent: error.message.startsWith('Daily') }
  // The hourly check reports it. Mails wait until sending is enabled again: as dead letters, most would stay unnoticed.
  if (error.name === 'AccountSendingPausedException') return { kind: 'throttled', spent: true }
  if (isAboutMail(error, mail)) return { kind: 'rejected', reason: error.name }
  const status = error.$metadata.httpStatusCode ?? 0
  return { kind: status >= 400 && status < 500 ? 'refused' : 'unknown', error }
}

/** True if SES refused a request because of its rate or quota. */
export function isThrottling(error: unknown): boolean {
  if (!(error instanceof SESServiceException)) return false
  return error.name.startsWith('Throttling') || error.$metadata.httpStatusCode === 429
}

/** SES rejects an unverified sender and a recipient outside the sandbox with the same error; the message names the address. */
function isAboutMail(error: SESServiceException, { source }: Mail): boolean {
  if (error.name === 'MessageRejected') return !error.message.includes(source)
  return error.name === 'InvalidParameterValue'
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error))
}
