import type { Account } from '../account/account.ts'
import { composeBounce, composeComplaint, composeDelay, type Result } from '../event.ts'
import { type CapturedMail, getMail } from '../mail-log.ts'
import { judgeBounce } from '../relay/judge-answer.ts'
import { readReturnAddress } from '../relay/return-address.ts'
import { addResult } from '../report-feedback.ts'
import { parseReturned, type ReportedRecipient, type ReturnedMail } from './parse-report.ts'

/** What became of a mail that returned. `ignored` ones say why; nothing has changed then. */
export type Recorded =
  | { readonly result: 'bounce' | 'delay' | 'complaint'; readonly messageId: string }
  | { readonly result: 'ignored'; readonly reason: string }

/**
 * Records a mail that returned: a bounce, a delay or a complaint becomes an event of the mail that it is about. The report has
 * to name that mail by its return address, which only its recipient knows, or by its Message-ID and a recipient. So nobody can
 * invent a bounce of somebody else.
 * @param to the address that received the report, if the caller knows it
 */
export async function recordReturned(
  account: Account,
  mailFolder: string,
  data: Buffer,
  to: readonly string[],
): Promise<Recorded> {
  const returned = await parseReturned(data)
  const { report } = returned
  if (report === undefined) return ignored('it reports neither a bounce nor a complaint')
  const found = findMail(account, returned, to)
  if (found === undefined) return ignored('it names no mail that was sent')
  const { mail, isCertain } = found
  const now = account.now()
  const { database } = account
  const record = (addresses: readonly string[], result: Result) =>
    database.transaction(() => addResult(account, mailFolder, mail.id, addresses, result))
  if (report.kind === 'complaint') {
    const { feedbackType: complaintFeedbackType, userAgent } = report
    const details = { complaintSubType: null, complaintFeedbackType, arrivalDate: now.toISOString() }
    record(mail.destinations, composeComplaint(mail.destinations, now, { ...details, ...(userAgent && { userAgent }) }))
    return { result: 'complaint', messageId: mail.id }
  }
  const concerned = report.recipients.flatMap((recipient) => {
    const address = concernedAddress(mail, recipient, isCertain)
    return address === undefined ? [] : [{ address, recipient }]
  })
  if (concerned.length === 0) return ignored('its recipient is not one of the mail that it names')
  for (const { address, recipient } of concerned) {
    const { status, diagnosticCode = '' } = recipient
    const why = { diagnosticCode, reportingMTA: report.reportingMTA ?? 'dns; unknown' }
    if (report.kind === 'delayed') {
      record([address], composeDelay([address], now, { ...why, delayType: 'Undetermined', status: status ?? '4.0.0' }))
      continue
    }
    const { type: bounceType, subtype: bounceSubType, ...verdict } = judgeBounce(true, status, diagnosticCode)
    record([address], composeBounce([address], now, { ...why, bounceType, bounceSubType, status: verdict.status }))
  }
  return { result: report.kind === 'failed' ? 'bounce' : 'delay', messageId: mail.id }
}

function ignored(reason: string): Recorded {
  return { result: 'ignored', reason }
}

/** Finds the mail that a report is about. `isCertain`: by its return address, so the report needs to name no recipient. */
function findMail({ database }: Account, { recipients, messageIds }: ReturnedMail, to: readonly string[]) {
  for (const address of [...to, ...recipients]) {
    const mail = getMail(database, readReturnAddress(address) ?? '')
    if (mail) return { mail, isCertain: true }
  }
  for (const messageId of messageIds) {
    const mail = getMail(database, /^<(.+)@email\.amazonses\.com>$/.exec(messageId)?.[1] ?? '')
    if (mail) return { mail, isCertain: false }
  }
  return undefined
}

/** Returns the address that was mailed; undefined if the report is about another one. */
function concernedAddress(
  { destinations }: CapturedMail,
  { addresses }: ReportedRecipient,
  isCertain: boolean,
): string | undefined {
  const named = addresses.map((each) => each.toLowerCase())
  const [only, another] = destinations
  // A mailbox that forwards is reported under the address to which it forwards.
  if (isCertain && another === undefined) return only
  return destinations.find((each) => named.includes(each.toLowerCase()))
}
