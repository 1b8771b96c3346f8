import { createDynamo, createSes, createSqs } from '../../aws/clients.ts'
import { mailSender } from '../../aws/deliveries/mail-sender.ts'
import { sendPace } from '../../aws/deliveries/send-pace-store.ts'
import { unsubscriptionStore } from '../../aws/deliveries/unsubscription-store.ts'
import { accountSuppressionList } from '../../aws/feedback/account-suppression-list.ts'
import { suppressionStore } from '../../aws/feedback/suppression-store.ts'
import { issueStore } from '../../aws/issues/issue-store.ts'
import { queue } from '../../aws/queue.ts'
import { readTogether } from '../../aws/read-item.ts'
import { getSecrets } from '../../aws/subscribers/secret-store.ts'
import { subscriberStore } from '../../aws/subscribers/subscriber-store.ts'
import type { SettingsOf } from '../../core/environment.ts'
import type { ConfirmationMessage, OperatorMessage } from '../../core/messages.ts'
import { siteOf } from '../runtime/publication.ts'

export type Services = ReturnType<typeof services>

/** The messages of a batch share their reads. */
export function services(settings: SettingsOf<'send-confirmation'>) {
  const dynamo = createDynamo()
  const mail = mailSender(createSes(), settings.configurationSet)
  const table = settings.subscribersTable
  const read = readTogether(dynamo, table)
  return {
    site: siteOf(settings),
    subscribers: subscriberStore(dynamo, table, read),
    suppressions: suppressionStore(dynamo, table, read),
    accountSuppressions: accountSuppressionList(),
    issues: issueStore(dynamo, settings.issuesTable),
    unsubscriptions: unsubscriptionStore(dynamo, settings.deliveriesTable),
    mail,
    pace: sendPace(dynamo, settings.deliveriesTable, mail),
    again: queue<ConfirmationMessage | OperatorMessage>(createSqs(), settings.confirmationQueueUrl),
    readSecrets: () => getSecrets(dynamo, table, read),
  }
}
