import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Account } from './account/account.ts'
import { pickIdentity } from './account/identity.ts'
import { composeReport } from './event.ts'
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
  const { database, now: clock, configurationSets, suppressions } = account
  const mail = getMail(database, messageId)
  if (!mail) throw new Error(`SES has accepted no mail with the id ${messageId}.`)
  const now = clock()
  const feedbackId = createMessageId(now)
  const reason = report === 'bounce' ? 'BOUNCE' : 'COMPLAINT'
  const isUsed = configurationSets.suppressedReasons(mail.configurationSet).includes(reason)
  // AWS does not put the simulator's mailboxes on the list.
  const listed = isUsed ? mail.destinations.filter((address) => !isSimulated(address)) : []
  database.transaction(() => {
    if (mail.configurationSet !== undefined) {
      const event = {
        ...composeReport(report, mail.destinations, now, feedbackId),
        mail: describe(account, mailFolder, mail),
      }
      addEvents(database, mail.configurationSet, [event])
    }
    for (const address of listed) suppressions.put({ address, reason, at: now.getTime(), messageId, feedbackId })
    addFeedback(database, messageId, report, mail.destinations.length)
  })
}

/** Composes the `mail` object of the event from what was stored when the mail was accepted. */
function describe(account: Account, mailFolder: string, mail: CapturedMail) {
  const submission = readStored(mail, readFileSync(join(mailFolder, mail.file)))
  const identity = pickIdentity(submission.from.address, account.identities.get)?.name ?? ''
  const caller = { accessKey: '', name: '', region: 'us-east-1' } // not stored
  return composeMail(submission, { messageId: mail.id, now: new Date(mail.at), caller, identity })
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
