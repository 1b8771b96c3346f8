import type { AwsRequest, AwsService } from '../endpoint/aws-service.ts'
import { errorResponse, readQuery, successResponse } from '../endpoint/query-protocol.ts'
import type { Account, Caller } from './account.ts'
import { openDatabase } from './database.ts'
import { eventSchema, listEvents, removeEvent, type SesEvent } from './event-outbox.ts'
import { forwardSchema } from './forward-outbox.ts'
import { openMailFolder } from './mail-folder.ts'
import { acceptedFiles, type CapturedMail, listMails, mailSchema } from './mail-log.ts'
import { findOperation } from './operation.ts'
import { startRelay } from './relay.ts'
import { createSendingLimits, type Quota } from './sending-limits.ts'

export type { CapturedMail, Quota, SesEvent }

export type SesService = AwsService & {
  /** The events not yet acknowledged, oldest first. */
  pendingEvents(limit: number): readonly SesEvent[]
  /** Takes an event out of the outbox. */
  acknowledgeEvent(id: number): void
  /** Calls the listener whenever a mail was accepted, so that there may be events. */
  onEvents(listener: () => void): void
  /** The accepted mails, newest first; `before` is the id to go on from. */
  mails(options: { readonly limit: number; readonly before?: string }): readonly CapturedMail[]
  setQuota(quota: Quota): void
}

export type SesOptions = {
  /** The state's folder. */
  readonly folder: string
  /** Where each accepted mail is an `.eml` file, oldest first by name. */
  readonly mailFolder: string
  readonly now?: () => Date
  readonly quota?: Quota
  /** A real SMTP server that is to have the mails, too. */
  readonly smtpUrl?: string
  /** The configuration sets that exist. Default: any. */
  readonly configurationSets?: readonly string[]
  /** Verified addresses and domains, in lower case. Default: everybody is verified. */
  readonly identities?: readonly string[]
}

const defaultQuota: Quota = { max24HourSend: 50_000, maxSendRate: 14 }

/** Opens the embedded SES: the query protocol of 2010-12-01, as far as sending raw mail goes. */
export function openSes(options: SesOptions): SesService {
  const account = openAccount(options)
  const { database, limits } = account
  const relay = options.smtpUrl ? startRelay(database, options.mailFolder, options.smtpUrl) : undefined
  const listeners: (() => void)[] = []
  return {
    describe: async (request) => {
      const query = await readQuery(request)
      return findOperation(query).describe(query, readCaller(request))
    },
    handle: async (request) => {
      const query = await readQuery(request)
      const operation = findOperation(query)
      const result = operation.handle(account, query, readCaller(request))
      if (operation.name === 'SendRawEmail') {
        relay?.wake()
        for (const listener of listeners) listener()
      }
      return successResponse('ses', operation.name, result)
    },
    error: (_request, error) => errorResponse('ses', error),
    close: async () => {
      await relay?.close()
      database.close()
    },
    pendingEvents: (limit) => listEvents(database, limit),
    acknowledgeEvent: (id) => removeEvent(database, id),
    onEvents: (listener) => listeners.push(listener),
    mails: ({ limit, before }) => listMails(database, limit, before),
    setQuota: limits.set,
  }
}

function openAccount(options: SesOptions): Account {
  const { folder, mailFolder, now = () => new Date(), quota = defaultQuota } = options
  const database = openDatabase(folder)
  database.exec(mailSchema + eventSchema + forwardSchema)
  return {
    database,
    mailFolder: openMailFolder(mailFolder, acceptedFiles(database)),
    limits: createSendingLimits(database, quota),
    now,
    configurationSets: options.configurationSets,
    identities: options.identities,
    forwards: options.smtpUrl !== undefined,
  }
}

function readCaller({ headers }: AwsRequest): Caller {
  const [, accessKey = '', region = 'us-east-1'] =
    /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(headers.authorization ?? '') ?? []
  return { accessKey, region }
}
