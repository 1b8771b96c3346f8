import type { DatabaseSync } from 'node:sqlite'
import { type BuildAppOptions, buildApp } from 'fauxqs'

type Stores = NonNullable<BuildAppOptions['stores']>
export type SqsStore = Stores['sqsStore']
export type SnsStore = Stores['snsStore']
export type Queue = NonNullable<ReturnType<SqsStore['getQueueByArn']>>
export type StoredMessage = Queue['messages'][number]
export type ReceivedMessage = ReturnType<Queue['dequeue']>[number]
type Persistence = NonNullable<SqsStore['persistence']>
/** Private in its types, and needed to repair it. */
type Repairable = { db: DatabaseSync; updateMessageReady(messageId: string): void }

export type Engine = {
  /** Answers a request to SQS or SNS; it is never made to listen. */
  readonly app: ReturnType<typeof buildApp>
  readonly sqs: SqsStore
  readonly sns: SnsStore
  readonly createMessage: (
    body: string,
    attributes?: StoredMessage['messageAttributes'],
    delaySeconds?: number,
  ) => StoredMessage
  close(): Promise<void>
}

export type EngineOptions = {
  readonly folder: string
  readonly region: string
  /** `http://127.0.0.1:4566/000000000000/` */
  readonly queueUrlPrefix: string
}

// `startFauxqs` would listen on every network interface and hide its queues from us. Its parts do neither, but its
// package exports only the types of some of them, so they are loaded by file; package.json pins the version.
const part = (file: string) => import(new URL(file, import.meta.resolve('fauxqs')).href)

/** fauxqs with its state in SQLite below a folder: what was sent before a kill -9 is there after it. */
export async function openEngine({ folder, region, queueUrlPrefix }: EngineOptions): Promise<Engine> {
  const [{ SqsStore }, { SnsStore }, { S3Store }, { PersistenceManager }] = await Promise.all(
    ['./sqs/sqsStore.js', './sns/snsStore.js', './s3/s3Store.js', './persistence.js'].map(part),
  )
  const persistence: Persistence = new PersistenceManager(folder)
  const database = repair(persistence)
  // The queues of the last run are to be found at this run's port.
  database.prepare('UPDATE sqs_queues SET url = ? || name').run(queueUrlPrefix)
  const stores: Stores = { sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() }
  const { sqsStore, snsStore } = stores
  sqsStore.host = '' // makes the queue URLs it answers those of the request's host
  receiveAtomically(sqsStore, database)
  persistence.loadSqsAndSns(sqsStore, snsStore)
  sqsStore.persistence = persistence
  snsStore.persistence = persistence
  for (const queue of sqsStore.allQueues()) queue.persistence = persistence
  const app = buildApp({ logger: false, defaultRegion: region, stores })
  return {
    app,
    sqs: sqsStore,
    sns: snsStore,
    createMessage: SqsStore.createMessage,
    close: async () => {
      sqsStore.shutdown() // answers the long polls
      await app.close()
      database.close()
    },
  }
}

/** Mends what would lose messages in fauxqs 2.4.1, and takes back what the stack's last run had received. */
function repair(persistence: Persistence): DatabaseSync {
  const repairable = persistence as unknown as Repairable // the class declares these members, as private ones
  const { db } = repairable
  db.exec('PRAGMA synchronous = NORMAL')
  // ChangeMessageVisibility(0) sets the receive count to NULL, which the table refuses: 500, and the message is gone.
  const release = db.prepare(
    'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
  )
  repairable.updateMessageReady = (messageId) => void release.run(messageId)
  // No consumer outlives the stack. An interrupted receive is not the message's fault: it doesn't count for its DLQ.
  db.exec(`UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL,
    approximate_receive_count = approximate_receive_count - 1
    WHERE receipt_handle IS NOT NULL AND approximate_receive_count > 0`)
  return db
}

/** A receive moves messages to the dead-letter queue by a delete and an insert: a crash in between would lose them. */
function receiveAtomically(store: SqsStore, database: DatabaseSync): void {
  const create = store.createQueue.bind(store)
  store.createQueue = (...parameters) => {
    const queue = create(...parameters)
    const dequeue = queue.dequeue.bind(queue)
    queue.dequeue = (...request) => inTransaction(database, () => dequeue(...request))
    return queue
  }
}

function inTransaction<Result>(database: DatabaseSync, work: () => Result): Result {
  database.exec('BEGIN')
  try {
    const result = work()
    database.exec('COMMIT')
    return result
  } catch (error) {
    database.exec('ROLLBACK')
    throw error
  }
}
