import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { S3Client } from '@aws-sdk/client-s3'
import { SESClient } from '@aws-sdk/client-ses'
import { SQSClient } from '@aws-sdk/client-sqs'
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import { articleStore } from '../../aws/articles/article-store.ts'
import { contentStore } from '../../aws/content-store.ts'
import { deliveryStore } from '../../aws/deliveries/delivery-store.ts'
import { mailSender } from '../../aws/deliveries/mail-sender.ts'
import { progressStore } from '../../aws/deliveries/progress-store.ts'
import { readSendPace, sendPace } from '../../aws/deliveries/send-pace-store.ts'
import { deadLetterQueue } from '../../aws/feedback/dead-letter-queue.ts'
import { softBounceStore } from '../../aws/feedback/soft-bounce-store.ts'
import { suppressionStore } from '../../aws/feedback/suppression-store.ts'
import { correctionStore } from '../../aws/issues/correction-store.ts'
import { insertStore } from '../../aws/issues/insert-store.ts'
import { issueStore } from '../../aws/issues/issue-store.ts'
import { permissionStore } from '../../aws/permission/permission-store.ts'
import { queue } from '../../aws/queue.ts'
import { getSecrets } from '../../aws/subscribers/secret-store.ts'
import { subscriberStore } from '../../aws/subscribers/subscriber-store.ts'
import { welcomeStore } from '../../aws/welcome/welcome-store.ts'
import { welcomedStore } from '../../aws/welcome/welcomed-store.ts'
import type { ArticleBody } from '../../core/html/body.ts'
import type { Issue } from '../../core/issues/issue.ts'
import type { OperatorMessage, PlanMessage, PublishMessage, SendMessage } from '../../core/messages.ts'
import type { MailStack } from './mail-stack.ts'
import { withScan } from './scan-ledger.ts'

/**
 * Creates the services of the mailing Lambdas in this process. The clients do not retry, so a failed call ends the run.
 * An error before an effect, or a lost response after it, therefore has the same result as a crash at that point.
 */
export function lambdaServices({ local, stack: { settings, site } }: MailStack) {
  const credentials = local.identify(inProcess)
  const connection = { endpoint: local.aws, region: 'us-east-1', credentials, maxAttempts: 1 }
  const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient(connection), {
    marshallOptions: { removeUndefinedValues: true },
  })
  const sqs = new SQSClient(connection)
  const mail = mailSender(new SESClient(connection), settings.configurationSet)
  return {
    site,
    articles: articleStore(dynamo, settings.articlesTable, settings.issuesTable),
    issues: issueStore(dynamo, settings.issuesTable),
    bodies: contentStore<ArticleBody>(new S3Client(connection), settings.contentBucket, 0),
    inserts: insertStore(dynamo, settings.issuesTable),
    corrections: correctionStore(dynamo, settings.issuesTable),
    content: contentStore<Issue>(new S3Client(connection), settings.contentBucket),
    texts: welcomeStore(dynamo, settings.issuesTable),
    places: welcomedStore(dynamo, settings.subscribersTable),
    subscribers: subscriberStore(dynamo, settings.subscribersTable),
    permissions: permissionStore(dynamo, settings.subscribersTable),
    suppressions: suppressionStore(dynamo, settings.subscribersTable),
    softBounces: softBounceStore(dynamo, settings.subscribersTable),
    failures: deadLetterQueue(sqs, settings.failuresQueueUrl, 'feedback'),
    deliveries: withScan(deliveryStore(dynamo, settings.deliveriesTable), local, settings.deliveriesTable),
    progress: progressStore(dynamo, settings.deliveriesTable),
    readSendPace: () => readSendPace(dynamo, settings.deliveriesTable),
    plan: queue<PlanMessage>(sqs, settings.planQueueUrl),
    publish: queue<PublishMessage>(sqs, settings.publishQueueUrl),
    notify: queue<OperatorMessage>(sqs, settings.confirmationQueueUrl),
    send: queue<SendMessage>(sqs, settings.sendQueueUrl),
    mail,
    pace: sendPace(dynamo, settings.deliveriesTable, mail),
    writers: new Map(),
    secrets: () => getSecrets(dynamo, settings.subscribersTable),
    readSecrets: () => getSecrets(dynamo, settings.subscribersTable),
  }
}

/** The caller of `lambdaServices` in fault rules. */
export const inProcess = 'in-process'
