import type { ConfirmationMessage } from '../../../core/messages.ts'
import { composeNoticeMail } from '../../../core/subscribers/compose-notice-mail.ts'
import { divide, type Frame } from '../../support/fold-golden.ts'
import { sampleSite } from '../issues/sample-issue.ts'
import { sampleSubscriber, secrets } from './sample-subscriber.ts'

const now = new Date('2026-11-21T06:00:00.000Z')

type Notice = Exclude<ConfirmationMessage['notice'], 'erased'>

export function sampleNotice(notice?: Notice, changes = {}, to?: string, data?: unknown): Uint8Array {
  const message = {
    subscriberId: sampleSubscriber().id,
    requestId: 'a1b2',
    ...(notice && { notice }),
    ...(to && { to }),
  }
  const reader = sampleSubscriber({ language: 'en-GB', ...changes, ...(to && { address: to }) })
  return composeNoticeMail(sampleSite(), reader, message, secrets, now, { data }).raw
}

/** Returns the source of a mail, with the line ends of the golden files. */
export function sourceOf(mail: Uint8Array): string {
  return Buffer.from(mail).toString('latin1')
}

export const lineEnd = '\r\n'

/** The lines of the golden file `welcome.eml`, which is complete. The golden files of the other mails refer to them. */
export const mailFrame: Frame = divide(sourceOf(sampleNotice('welcome')).split(lineEnd), {
  text: 'From:',
  head: '<!doctype html>',
  body: '<body',
})
