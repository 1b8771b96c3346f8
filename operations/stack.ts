import { articleStore } from '../aws/articles/article-store.ts'
import { changeStore } from '../aws/articles/change-store.ts'
import { derivedState } from '../aws/articles/derived-state-store.ts'
import { uploadStore } from '../aws/articles/upload-store.ts'
import { uploadVersionStore } from '../aws/articles/upload-version-store.ts'
import {
  type Connection,
  createCloudFormation,
  createCloudWatch,
  createCloudWatchLogs,
  createDynamo,
  createEventBridge,
  createS3,
  createSes,
  createSqs,
} from '../aws/clients.ts'
import { contentStore } from '../aws/content-store.ts'
import { deliveryStore } from '../aws/deliveries/delivery-store.ts'
import { mailSender } from '../aws/deliveries/mail-sender.ts'
import { progressStore } from '../aws/deliveries/progress-store.ts'
import { readSendPace } from '../aws/deliveries/send-pace-store.ts'
import { unsubscriptionStore } from '../aws/deliveries/unsubscription-store.ts'
import { deploymentStore } from '../aws/deployment/deployment-store.ts'
import { commandBus } from '../aws/event-bus.ts'
import { type FailurePlaces, failureStore } from '../aws/failure-store.ts'
import { accountSuppressionList } from '../aws/feedback/account-suppression-list.ts'
import { suppressionStore } from '../aws/feedback/suppression-store.ts'
import { audienceStore } from '../aws/feeds/audience-store.ts'
import { closedDocumentStore } from '../aws/feeds/closed-document-store.ts'
import { clickStore } from '../aws/issues/click-store.ts'
import { correctionStore } from '../aws/issues/correction-store.ts'
import { insertStore } from '../aws/issues/insert-store.ts'
import { issueStore } from '../aws/issues/issue-store.ts'
import { healthStore } from '../aws/monitoring/health-store.ts'
import { listLogGroups } from '../aws/monitoring/log-groups.ts'
import { logStore } from '../aws/monitoring/log-store.ts'
import { listOpenIssues } from '../aws/monitoring/open-issues.ts'
import { readQueueAges } from '../aws/monitoring/queue-ages.ts'
import { readRemovedDigests } from '../aws/monitoring/removed-digests.ts'
import { readReputation } from '../aws/monitoring/reputation.ts'
import { countAll, queue } from '../aws/queue.ts'
import { addressStore } from '../aws/subscribers/address-store.ts'
import { readCensusRows } from '../aws/subscribers/census-rows.ts'
import { reasonStore } from '../aws/subscribers/reason-store.ts'
import { addHashKeys, addSigningKey, getSecrets } from '../aws/subscribers/secret-store.ts'
import { listSubscriberPage, type SubscriberFilter } from '../aws/subscribers/subscriber-page.ts'
import { subscriberStore } from '../aws/subscribers/subscriber-store.ts'
import { welcomeStore } from '../aws/welcome/welcome-store.ts'
import type { DeployedStack } from '../core/deployment/deployed-stack.ts'
import { type Settings, settingNames } from '../core/environment.ts'
import type { ArticleBody } from '../core/html/body.ts'
import type { Issue } from '../core/issues/issue.ts'
import type {
  AloneMessage,
  ApprovalMessage,
  CompleteMessage,
  ComposeMessage,
  ConfirmationMessage,
  ControlMessage,
  IngestMessage,
  PublishMessage,
} from '../core/messages.ts'
import type { Site } from '../core/site.ts'
import { readDeployedPublication } from './deployed-publication.ts'

/** The stores and queues of a running stack, for its operator. */
export type Stack = Awaited<ReturnType<typeof openStack>>

type Outputs = Readonly<Record<string, string>>

/** Opens the stores and queues that the outputs of a CloudFormation stack name. */
export async function openStack(connection: Connection, deployed: DeployedStack) {
  const { outputs } = deployed
  const settings = readSettings(outputs)
  const dynamo = createDynamo(connection)
  const s3 = createS3(connection)
  const sqs = createSqs(connection)
  const events = createEventBridge(connection)
  const publication = await readDeployedPublication(deployed)
  const site: Site = { publication, url: settings.siteUrl }
  const issues = issueStore(dynamo, settings.issuesTable)
  const subscribers = subscriberStore(dynamo, settings.subscribersTable)
  const queues = consumedQueues(settings)
  return {
    /** As CloudFormation describes it. */
    deployed,
    region: connection.region,
    site,
    settings,
    /** Where the stack is: for what only some commands ask of AWS. */
    place: connection,
    health: healthStore(dynamo, settings.articlesTable),
    listOpenIssues: () => listOpenIssues(dynamo, settings.issuesTable),
    readQueueAges: (now: Date) => readQueueAges(createCloudWatch(connection), queues, now),
    /** Counts the messages of each queue, including those that are being processed. */
    countQueues: async () =>
      Object.fromEntries(
        await Promise.all(Object.entries(queues).map(async ([name, url]) => [name, await countAll(sqs, url)] as const)),
      ),
    readReputation: (now: Date) => readReputation(createCloudWatch(connection), now),
    /** Returns the age of the oldest failed message in seconds; undefined if it is not known. */
    readFailureAge: async (now: Date) =>
      (await readQueueAges(createCloudWatch(connection), { failures: settings.failuresQueueUrl }, now)).failures,
    articles: articleStore(dynamo, settings.articlesTable, settings.issuesTable),
    changes: changeStore(dynamo, settings.articlesTable),
    derived: derivedState(s3, dynamo, settings),
    uploads: { ...uploadStore(s3, settings.uploadsBucket), ...uploadVersionStore(s3, settings.uploadsBucket) },
    archives: closedDocumentStore(dynamo, settings.articlesTable, publication),
    audience: audienceStore(dynamo, settings.articlesTable),
    issues,
    bodies: contentStore<ArticleBody>(s3, settings.contentBucket),
    inserts: insertStore(dynamo, settings.issuesTable),
    welcome: welcomeStore(dynamo, settings.issuesTable),
    corrections: correctionStore(dynamo, settings.issuesTable),
    issueContent: contentStore<Issue>(s3, settings.contentBucket),
    deliveries: deliveryStore(dynamo, settings.deliveriesTable),
    clicks: clickStore(dynamo, settings.deliveriesTable),
    progress: progressStore(dynamo, settings.deliveriesTable),
    unsubscriptions: unsubscriptionStore(dynamo, settings.deliveriesTable),
    subscribers,
    readRemovedDigests: () => readRemovedDigests({ issues, subscribers }, publication),
    addresses: addressStore(dynamo, settings.subscribersTable),
    listPeople: (filter: SubscriberFilter, after: string | undefined, size: number) =>
      listSubscriberPage(dynamo, settings.subscribersTable, filter, after, size),
    readCensusRows: (pageSize?: number) => readCensusRows(dynamo, settings.subscribersTable, pageSize),
    suppressions: suppressionStore(dynamo, settings.subscribersTable),
    reasons: reasonStore(dynamo, settings.subscribersTable),
    accountSuppressions: accountSuppressionList(connection),
    readSendPace: () => readSendPace(dynamo, settings.deliveriesTable),
    mail: mailSender(createSes(connection), settings.configurationSet),
    readSecrets: () => getSecrets(dynamo, settings.subscribersTable),
    addSigningKey: () => addSigningKey(dynamo, settings.subscribersTable),
    addHashKeys: (keys: readonly string[]) => addHashKeys(dynamo, settings.subscribersTable, keys),
    deployments: deploymentStore(dynamo, settings.articlesTable),
    complete: commandBus<CompleteMessage>(events, settings.eventBus, 'complete-deployment'),
    /** Counts the messages that may still change the site. */
    countBuilding: async () => {
      const urls = [settings.ingestQueueUrl, settings.filesQueueUrl, settings.publishQueueUrl]
      const counts = await Promise.all(urls.map((url) => countAll(sqs, url)))
      return counts.reduce((sum, count) => sum + count, 0)
    },
    logs: logStore(createCloudWatchLogs(connection)),
    /** The log group of what the stack has announced. Undefined if the deployed stack has none yet. */
    eventLog: outputs.EventLog,
    // The bus has the name of the stack.
    listLogGroups: () => listLogGroups(createCloudFormation(connection), settings.eventBus),
    ingest: queue<IngestMessage>(sqs, settings.ingestQueueUrl),
    publish: queue<PublishMessage>(sqs, settings.publishQueueUrl),
    compose: commandBus<ComposeMessage | ApprovalMessage | AloneMessage>(events, settings.eventBus, 'compose-issue'),
    control: commandBus<ControlMessage>(events, settings.eventBus, 'control-issue'),
    failures: failureStore(sqs, events, readFailurePlaces(settings, outputs)),
    confirmation: queue<ConfirmationMessage>(sqs, settings.confirmationQueueUrl),
  }
}

/** Returns the URL of each queue that a Lambda consumes, by the name that alarms and `doctor` show. */
function consumedQueues(settings: Settings): Readonly<Record<string, string>> {
  return {
    ingest: settings.ingestQueueUrl,
    files: settings.filesQueueUrl,
    publish: settings.publishQueueUrl,
    plan: settings.planQueueUrl,
    send: settings.sendQueueUrl,
    feedback: settings.feedbackQueueUrl,
    confirmation: settings.confirmationQueueUrl,
    ...(settings.pingQueueUrl && { ping: settings.pingQueueUrl }),
  }
}

/** Reads where failed messages are, and where they came from. For example, the source `send` is the output `SendSource`. */
function readFailurePlaces({ eventBus }: Settings, outputs: Outputs): FailurePlaces {
  const sources = Object.entries(outputs).flatMap(([name, place]) => {
    const source = /^(\w+)Source$/.exec(name)?.[1]?.toLowerCase()
    return source === undefined ? [] : [[source, place] as const]
  })
  return { failuresUrl: outputs.FailuresUrl ?? '', bus: eventBus, sources: Object.fromEntries(sources) }
}

/** Reads the settings from the outputs. For example, `siteUrl` is the output `SiteUrlSetting`. */
function readSettings(outputs: Outputs): Settings {
  const names = Object.keys(settingNames) as (keyof Settings)[] // the keys of Settings
  const entries = names.flatMap((name) => {
    const value = outputs[`${name[0]?.toUpperCase()}${name.slice(1)}Setting`]
    return value === undefined ? [] : [[name, value] as const]
  })
  return Object.fromEntries(entries) as Settings // a stack has an output for each of its settings
}
