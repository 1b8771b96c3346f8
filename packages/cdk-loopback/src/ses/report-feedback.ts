import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Account } from './account/account.ts'
import { pickIdentity } from './account/identity.ts'
import { composeReport, type Result } from './event.ts'
import { composeMail } from './event-mail.ts'
import { addEvents } from './event-outbox.ts'
import { addFeedback, type CapturedMail, getMail } from './mail-log.ts'
import { createMessageId } from './message-id.ts'
import { isSimulated } from './simulator.ts'
import { readSubmission, type Submission } from './submission.ts'

/** What the mailboxes of ordinary addresses may report about a mail after its delivery. */
export type Report = 'bounce' | 'complaint'

/**
 * Lets an accepted mail bounce, or draw a complaint, for all its recipients. Puts the recipients on the account's
 * suppression list if the mail's configuration set uses the list for that reason.
 * @throws {Error} if no mail has the id
 */
export function reportFeedback(account: Account, mailFolder: string, messageId: string, report: Report): void {
  const { database, now: clock } = account
  const mail = getMail(database, messageId)
  if (!mail) throw new Error(`SES has accepted no mail with the id ${messageId}.`)
  const now = clock()
  const result = composeReport(report, mail.destinations, now, createMessageId(now))
  database.transaction(() => addResult(account, mailFolder, messageId, mail.destinations, result))
}

/**
 * Stores what became of an accepted mail for some of its recipients: the event, the statistics and the account's suppression
 * list. Only a permanent bounce and a complaint put an address on the list. Has to run in a transaction.
 */
export function addResult(
  account: Account,
  mailFolder: string,
  messageId: string,
  recipients: readonly string[],
  result: Result,
): void {
  const { database, now, configurationSets, suppressions } = account
  const mail = getMail(database, messageId)
  if (!mail) return
  if (mail.configurationSet !== undefined) {
    addEvents(database, mail.configurationSet, [{ ...result, mail: describe(account, mailFolder, mail) }])
  }
  const reason = reasonOf(result)
  if (reason && configurationSets.suppressedReasons(mail.configurationSet).includes(reason)) {
    const { feedbackId } = detailsOf(result)
    for (const address of recipients) {
      // AWS does not put the simulator's mailboxes on the list.
      if (!isSimulated(address)) suppressions.put({ address, reason, at: now().getTime(), messageId, feedbackId })
    }
  }
  if (result.eventType === 'Bounce') addFeedback(database, messageId, 'bounce', recipients.length)
  if (result.eventType === 'Complaint') addFeedback(database, messageId, 'complaint', recipients.length)
}

/**
 * Stores an event that the real SES has published about a mail, in the place of its own. Returns whether the mail is known. The
 * event Send is left out, because it has been published already.
 */
export function addRemoteEvent(account: Account, mailFolder: string, messageId: string, event: unknown): boolean {
  const mail = getMail(account.database, messageId)
  const { mail: _, ...result } = event as Result // checked by the next line
  if (!mail || typeof result.eventType !== 'string') return false
  if (result.eventType === 'Send') return true
  account.database.transaction(() => addResult(account, mailFolder, messageId, mail.destinations, result as Result))
  return true
}

function reasonOf(result: Result): 'BOUNCE' | 'COMPLAINT' | undefined {
  if (result.eventType === 'Complaint') return 'COMPLAINT'
  return detailsOf(result).bounceType === 'Permanent' ? 'BOUNCE' : undefined
}

/** Returns what a bounce or a complaint says about itself. */
function detailsOf({ bounce, complaint = {} }: Result): { feedbackId?: string; bounceType?: string } {
  return (bounce ?? complaint) as ReturnType<typeof detailsOf> // as event.ts composes them
}

/** Composes the `mail` object of the event from what was stored when the mail was accepted. */
function describe(account: Account, mailFolder: string, mail: CapturedMail) {
  const content = readIfThere(join(mailFolder, mail.file)) ?? Buffer.from(`From: ${mail.source}\r\n\r\n`)
  const submission = readStored(mail, content)
  const identity = pickIdentity(submission.from.address, account.identities.get)?.name ?? ''
  const caller = { accessKey: '', name: '', region: 'us-east-1' } // not stored
  return composeMail(submission, { messageId: mail.id, now: new Date(mail.at), caller, identity })
}

/** The operator may have deleted the file. */
function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined // node:fs throws errors of this kind
    throw error
  }
}

function readStored({ source, destinations, configurationSet = '', tags }: CapturedMail, data: Buffer): Submission {
  return readSubmission({
    operation: 'SendRawEmail',
    data,
    source,
    destinations,
    configurationSet,
    tags: Object.entries(tags),
  })
}
