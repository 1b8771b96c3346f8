import { type _Object, paginateListObjectsV2 } from '@aws-sdk/client-s3'
import { DeleteMessageBatchCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs'
import type { LocalOptions } from 'cdk-loopback/start-local'
import type { StackPlan } from 'cdk-loopback/template/stack-plan'
import { createEventBridge, createS3, createSqs } from '../../../aws/clients.ts'
import { commandBus } from '../../../aws/event-bus.ts'
import { queue } from '../../../aws/queue.ts'
import type { ReconcileMessage } from '../../../core/messages.ts'
import { startMailStack } from '../../support/mail-stack.ts'
import { settleStack } from '../stage.ts'
import type { UploadNotice, Uploads } from './article-case.ts'

/** The same for all stages, so that their sites are equal. */
const publicUrl = 'https://gazette.example.org'
/** When the first step begins. */
const beginning = new Date('2031-01-01T00:00:00Z').getTime()
/** Milliseconds between steps: longer than a step moves the clock, and shorter than queues keep messages. */
const stepLength = 86_400_000
/** Milliseconds from the last upload of a step to its events. */
const afterUploads = 3_600_000

/** A stack that publishes articles, and hands the events of S3 over to the cases. */
export type ArticleStage = Awaited<ReturnType<typeof openArticleStage>>

/** What readers, editors and subscribers get. */
export type SiteState = {
  /** The ETag of every file of the site and of every receipt: the MD5 hash of its bytes. */
  readonly files: ReadonlyMap<string, string>
  /** When each file of the site was written last. */
  readonly stored: ReadonlyMap<string, string>
  /** The articles that the next issue will contain. */
  readonly pending: string
}

export async function openArticleStage({ change = (plan) => plan }: Pick<LocalOptions, 'change'> = {}) {
  const mails = await startMailStack(undefined, { publicUrl, change: (plan) => change(articlesOnly(plan)) })
  const { local, stack } = mails
  const connection = { endpoint: local.aws, region: 'us-east-1', credentials: local.credentials }
  const sqs = createSqs(connection)
  const s3 = createS3(connection)
  const heldUrl = queueNamed(local.plan, heldQueue).url
  const held: UploadNotice[] = []

  async function receiveHeld(): Promise<void> {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl: heldUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }),
    )
    if (Messages.length === 0) return
    held.push(...Messages.flatMap(({ Body = '' }) => readNotices(Body)))
    const Entries = Messages.map(({ ReceiptHandle }, n) => ({ Id: String(n), ReceiptHandle }))
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: heldUrl, Entries }))
  }

  async function list(Bucket: string, Prefix = ''): Promise<readonly _Object[]> {
    const pages = await Array.fromAsync(paginateListObjectsV2({ client: s3 }, { Bucket, Prefix }))
    return pages.flatMap(({ Contents = [] }) => Contents)
  }

  return {
    ...mails,
    ingest: queue<object>(sqs, queueNamed(local.plan, 'IngestQueue').url),
    settle: () => settleStack(local),
    /** Runs the sweep that finds lost events, as happens every hour. */
    sweep: async () => {
      const bus = commandBus<ReconcileMessage>(
        createEventBridge(connection),
        stack.settings.eventBus,
        'reconcile-uploads',
      )
      await bus.addAll([{ reconcile: 'uploads' }, { reconcile: 'receipts' }])
    },
    /**
     * Stores and deletes the files of some cases. Returns S3's events about them in the same order, with times that depend
     * on nothing but the step, the case and the order: to the second, S3 stores the same times with the files.
     * @param uploads by the numbers of the cases
     */
    upload: async (
      uploads: ReadonlyMap<number, Uploads>,
      step: number,
    ): Promise<ReadonlyMap<number, readonly UploadNotice[]>> => {
      held.length = 0
      const changes = [...uploads].flatMap(([number, files]) =>
        Object.entries(files).map(([key, text], place) => ({ number, key, text, at: timeOf(step, number, place) })),
      )
      for (const { key, text, at } of changes) {
        local.clock.move(at)
        if (text === undefined) await stack.uploads.remove(key)
        else await stack.uploads.put(key, Buffer.from(text), 'text/markdown')
      }
      while (held.length < changes.length) await receiveHeld()
      local.clock.move(new Date(beginning + step * stepLength + afterUploads))
      return Map.groupBy(
        changes.map(({ key, at, number }) => ({ ...dated(take(held, key), at), number })),
        ({ number }) => number,
      )
    },
    readState: async (): Promise<SiteState> => {
      const { siteBucket, uploadsBucket } = stack.settings
      const site = await list(siteBucket)
      const all = [...site, ...(await list(uploadsBucket, 'receipts/'))]
      return {
        files: new Map(all.map(({ Key = '', ETag = '' }) => [Key, ETag])),
        stored: new Map(site.map(({ Key = '', LastModified }) => [Key, String(LastModified)])),
        pending: JSON.stringify((await stack.issues.listPending('daily', 1_000)).map(({ articleId }) => articleId)),
      }
    },
  }
}

/** Returns when a case uploads or deletes a file. It has a minute for all of them. */
function timeOf(step: number, number: number, place: number): Date {
  return new Date(beginning + step * stepLength + number * 60_000 + place * 1_000)
}

/** Removes the first notice about a key. */
function take(notices: UploadNotice[], key: string): UploadNotice {
  const index = notices.findIndex((each) => each.key === key)
  const [notice] = notices.splice(index, 1)
  if (index < 0 || !notice) throw new Error(`S3 has sent no event about ${key}`)
  return notice
}

type Records = {
  readonly Records: readonly { eventName: string; eventTime: string; s3: { object: { key: string } } }[]
}

function readNotices(body: string): UploadNotice[] {
  const { Records = [] } = JSON.parse(body) as Partial<Records> // the emulator wrote it
  return Records.map((record) => ({
    key: decodeURIComponent(record.s3.object.key.replaceAll('+', ' ')),
    kind: record.eventName.includes('Created') ? 'put' : 'delete',
    body: { Records: [record] },
  }))
}

function dated(notice: UploadNotice, at = new Date(0)): UploadNotice {
  const { Records } = notice.body as Records // as read above
  return { ...notice, body: { Records: Records.map((record) => ({ ...record, eventTime: at.toISOString() })) } }
}

const heldQueue = 'HeldEvents'

function queueNamed({ queues }: StackPlan, part: string) {
  const plan = queues.find(({ logicalId }) => logicalId.includes(part))
  if (!plan) throw new Error(`There is no queue named ${part}`)
  return plan
}

/** Removes schedules and announcements, and sends the events of S3 to a queue that only the stage reads. */
function articlesOnly(plan: StackPlan): StackPlan {
  const ingest = queueNamed(plan, 'IngestQueue')
  const rename = (text: string) => text.replace(ingest.name, heldQueue)
  const held = {
    ...{ logicalId: heldQueue, name: heldQueue, arn: rename(ingest.arn), url: rename(ingest.url) },
    attributes: { VisibilityTimeout: '360' },
  }
  const buckets = plan.buckets.map((bucket) => ({
    ...bucket,
    notifications: bucket.notifications.map((each) =>
      'queueArn' in each && each.queueArn === ingest.arn ? { ...each, queueArn: held.arn } : each,
    ),
  }))
  return { ...plan, buckets, queues: [...plan.queues, held], schedules: [], streamSources: [] }
}
