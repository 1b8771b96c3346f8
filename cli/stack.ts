import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { articleStore } from '../aws/articles/article-store.ts'
import { changeStore } from '../aws/articles/change-store.ts'
import { derivedState } from '../aws/articles/derived-state.ts'
import { uploadStore } from '../aws/articles/upload-store.ts'
import { createDynamo, createS3, createSes, createSqs } from '../aws/clients.ts'
import { contentStore } from '../aws/content-store.ts'
import { deliveryStore } from '../aws/deliveries/delivery-store.ts'
import { mailSender } from '../aws/deliveries/mail-sender.ts'
import { readSendRate } from '../aws/deliveries/send-pace.ts'
import { failureStore } from '../aws/failure-store.ts'
import { suppressionStore } from '../aws/feedback/suppression-store.ts'
import { archiveStore } from '../aws/feeds/closed-document-store.ts'
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
import { CommandFailure } from './command-failure.ts'

/** A running stack, as its operator reaches it. */
export type Stack = Awaited<ReturnType<typeof connect>>

type Address = { readonly pid: number; readonly aws: string; readonly outputs: Readonly<Record<string, string>> }

/** Finds the local stack that runs on a data folder. @throws {CommandFailure} when none does. */
export async function connect(data: string) {
  const address = await findStack(data)
  const settings = readSettingsOf(address.outputs)
  const connection = {
    endpoint: address.aws,
    region: 'us-east-1',
    credentials: { accessKeyId: 'operator', secretAccessKey: 'operator' },
  }
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
    archives: archiveStore(dynamo, settings.articlesTable, publication),
    issues: issueStore(dynamo, settings.issuesTable),
    bodies: contentStore<ArticleBody>(s3, settings.contentBucket),
    inserts: insertStore(dynamo, settings.issuesTable),
    corrections: correctionStore(dynamo, settings.issuesTable),
    issueContent: contentStore<Issue>(s3, settings.contentBucket),
    deliveries: deliveryStore(dynamo, settings.deliveriesTable),
    subscribers: subscriberStore(dynamo, settings.subscribersTable),
    addresses: addressStore(dynamo, settings.subscribersTable),
    suppressions: suppressionStore(dynamo, settings.subscribersTable),
    readSendRate: () => readSendRate(dynamo, settings.deliveriesTable),
    mail: mailSender(createSes(connection), settings.configurationSet),
    readSecrets: () => getSecrets(dynamo, settings.subscribersTable),
    addSigningKey: () => addSigningKey(dynamo, settings.subscribersTable),
    ingest: queue<IngestMessage>(sqs, settings.ingestQueueUrl),
    publish: queue<PublishMessage>(sqs, settings.publishQueueUrl),
    compose: queue<ComposeMessage>(sqs, settings.composeQueueUrl),
    control: queue<ControlMessage>(sqs, settings.controlQueueUrl),
    failures: readFailures(sqs, address.outputs),
    confirmation: queue<ConfirmationMessage>(sqs, settings.confirmationQueueUrl),
  }
}

async function findStack(data: string): Promise<Address> {
  const file = path.resolve(data, 'stack.json')
  const json = await readFile(file, 'utf8').catch(() => undefined)
  const address = json === undefined ? undefined : (JSON.parse(json) as Address) // local mode writes it
  if (address && isRunning(address.pid)) return address
  throw new CommandFailure(
    `No Postrider is running on the data folder ${path.resolve(data)}. Start one with \`npm start\`, or name its folder with --data or POSTRIDER_DATA.`,
  )
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** The stack has an output per queue that a Lambda is fed from: its URL, and that of its dead-letter queue. */
function readFailures(sqs: ReturnType<typeof createSqs>, outputs: Readonly<Record<string, string>>) {
  const entries = Object.entries(outputs).flatMap(([name, value]) => {
    const [queueUrl = '', failuresUrl = ''] = value.split(' ')
    const queue = /^(\w+)Failures$/.exec(name)?.[1]?.toLowerCase()
    return queue ? [[queue, failureStore(sqs, { queueUrl, failuresUrl })] as const] : []
  })
  return Object.fromEntries(entries)
}

/** The stack has an output per setting: `siteUrl` is `SiteUrlSetting`. */
function readSettingsOf(outputs: Readonly<Record<string, string>>): Settings {
  const names = Object.keys(settingNames) as (keyof Settings)[] // the keys of Settings
  const entries = names.map((name) => [name, outputs[`${name[0]?.toUpperCase()}${name.slice(1)}Setting`] ?? ''])
  return Object.fromEntries(entries) // every name of Settings
}
