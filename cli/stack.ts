import { articleStore } from '../aws/articles/article-store.ts'
import { changeStore } from '../aws/articles/change-store.ts'
import { derivedState } from '../aws/articles/derived-state-store.ts'
import { uploadStore } from '../aws/articles/upload-store.ts'
import { type Connection, createDynamo, createS3, createSes, createSqs } from '../aws/clients.ts'
import { contentStore } from '../aws/content-store.ts'
import { deliveryStore } from '../aws/deliveries/delivery-store.ts'
import { mailSender } from '../aws/deliveries/mail-sender.ts'
import { progressStore } from '../aws/deliveries/progress-store.ts'
import { readSendPace } from '../aws/deliveries/send-pace-store.ts'
import { failureStore } from '../aws/failure-store.ts'
import { suppressionStore } from '../aws/feedback/suppression-store.ts'
import { closedDocumentStore } from '../aws/feeds/closed-document-store.ts'
import { correctionStore } from '../aws/issues/correction-store.ts'
import { insertStore } from '../aws/issues/insert-store.ts'
import { issueStore } from '../aws/issues/issue-store.ts'
import { queue } from '../aws/queue.ts'
import { addressStore } from '../aws/subscribers/address-store.ts'
import { addSigningKey, getSecrets } from '../aws/subscribers/secret-store.ts'
import { subscriberStore } from '../aws/subscribers/subscriber-store.ts'
import { readPublication } from '../build/read-publication.ts'
import { type Settings, settingNames } from '../core/environment.ts'
import type { ArticleBody } from '../core/html/body.ts'
import type { Issue } from '../core/issues/issue.ts'
import type {
  ComposeMessage,
  ConfirmationMessage,
  ControlMessage,
  IngestMessage,
  PublishMessage,
} from '../core/messages.ts'
import type { Publication } from '../core/publication.ts'
import type { Site } from '../core/site.ts'

/** The stores and queues of a running stack, for its operator. */
export type Stack = Awaited<ReturnType<typeof openStack>>

type Outputs = Readonly<Record<string, string>>

/** Opens the stores and queues that the outputs of a CloudFormation stack name. */
export async function openStack(connection: Connection, outputs: Outputs) {
  const settings = readSettings(outputs)
  const dynamo = createDynamo(connection)
  const s3 = createS3(connection)
  const sqs = createSqs(connection)
  const publication: Publication = await readPublication()
  const site: Site = { publication, url: settings.siteUrl }
  return {
    site,
    settings,
    articles: articleStore(dynamo, settings.articlesTable, settings.issuesTable),
    changes: changeStore(dynamo, settings.articlesTable),
    derived: derivedState(s3, dynamo, settings),
    uploads: uploadStore(s3, settings.uploadsBucket),
    archives: closedDocumentStore(dynamo, settings.articlesTable, publication),
    issues: issueStore(dynamo, settings.issuesTable),
    bodies: contentStore<ArticleBody>(s3, settings.contentBucket),
    inserts: insertStore(dynamo, settings.issuesTable),
    corrections: correctionStore(dynamo, settings.issuesTable),
    issueContent: contentStore<Issue>(s3, settings.contentBucket),
    deliveries: deliveryStore(dynamo, settings.deliveriesTable),
    progress: progressStore(dynamo, settings.deliveriesTable),
    subscribers: subscriberStore(dynamo, settings.subscribersTable),
    addresses: addressStore(dynamo, settings.subscribersTable),
    suppressions: suppressionStore(dynamo, settings.subscribersTable),
    readSendPace: () => readSendPace(dynamo, settings.deliveriesTable),
    mail: mailSender(createSes(connection), settings.configurationSet),
    readSecrets: () => getSecrets(dynamo, settings.subscribersTable),
    addSigningKey: () => addSigningKey(dynamo, settings.subscribersTable),
    ingest: queue<IngestMessage>(sqs, settings.ingestQueueUrl),
    publish: queue<PublishMessage>(sqs, settings.publishQueueUrl),
    compose: queue<ComposeMessage>(sqs, settings.composeQueueUrl),
    control: queue<ControlMessage>(sqs, settings.controlQueueUrl),
    failures: readFailures(sqs, outputs),
    confirmation: queue<ConfirmationMessage>(sqs, settings.confirmationQueueUrl),
  }
}

/** Opens the dead-letter queues by name. Each queue's output contains its URL and that of its dead-letter queue. */
function readFailures(sqs: ReturnType<typeof createSqs>, outputs: Outputs) {
  const entries = Object.entries(outputs).flatMap(([name, value]) => {
    const [queueUrl = '', failuresUrl = ''] = value.split(' ')
    const queue = /^(\w+)Failures$/.exec(name)?.[1]?.toLowerCase()
    return queue ? [[queue, failureStore(sqs, { queueUrl, failuresUrl })] as const] : []
  })
  return Object.fromEntries(entries)
}

/** Reads the settings from the outputs. For example, `siteUrl` is the output `SiteUrlSetting`. */
function readSettings(outputs: Outputs): Settings {
  const names = Object.keys(settingNames) as (keyof Settings)[] // the keys of Settings
  const entries = names.map((name) => [name, outputs[`${name[0]?.toUpperCase()}${name.slice(1)}Setting`] ?? ''])
  return Object.fromEntries(entries) // every name of Settings
}
