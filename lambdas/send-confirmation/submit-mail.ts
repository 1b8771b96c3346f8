import type { MailSender } from '../../aws/deliveries/mail-sender.ts'
import type { SendPace } from '../../aws/deliveries/send-pace-store.ts'
import type { Mail } from '../../core/mail/submission.ts'
import type { ConfirmationMessage, OperatorMessage } from '../../core/messages.ts'
import { logger } from '../runtime/logger.ts'
import { type PutBackServices, putBack } from './put-back.ts'

type Services = PutBackServices & {
  readonly mail: Pick<MailSender, 'submit'>
  readonly pace: Pick<SendPace, 'overtake'>
}

/** Submits a mail before those of issues. If SES throttles it, its message is queued again. @param ids what the log names */
export async function submitMail(
  mail: Mail,
  message: ConfirmationMessage | OperatorMessage,
  ids: Readonly<Record<string, string>>,
  services: Services,
  now: Date,
): Promise<void> {
  // A mail that was throttled before comes at its place.
  const place = message.throttled === undefined ? await services.pace.overtake(now.getTime()) : undefined
  const result = await services.mail.submit(mail)
  if (result.kind === 'throttled') return putBack(message, { ...result, place }, services, now.getTime())
  if (result.kind === 'refused' || result.kind === 'unknown') throw result.error
  logger.info('confirmation', { ...ids, kind: result.kind })
}
