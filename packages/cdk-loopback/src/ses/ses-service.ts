import type { AwsRequest, AwsService } from '../endpoint/aws-service.ts'
import { errorResponse, readQuery, successResponse } from '../endpoint/query-protocol.ts'
import type { Account, Caller } from './account.ts'
import { openSettings, settingsSchema } from './account-settings.ts'
import { type ConfigurationSet, openConfigurationSets } from './configuration-set.ts'
import { openDatabase } from './database.ts'
import { eventSchema, listEvents, removeEvent, type SesEvent } from './event-outbox.ts'
import { forwardSchema } from './forward-outbox.ts'
import type { Identity } from './identity.ts'
import { identitySchema, openIdentities } from './identity-store.ts'
import { openMailFolder } from './mail-folder.ts'
import { acceptedFiles, type CapturedMail, listMails, mailSchema } from './mail-log.ts'
import { startRelay } from './relay.ts'
import { createSendingLimits, type Quota } from './sending-limits.ts'
import { findOperation } from './v1/operations.ts'

export type { CapturedMail, Quota, SesEvent }

export type SesService = AwsService & {
  /** Lists the events that are not yet acknowledged, oldest first. */
  pendingEvents(limit: number): readonly SesEvent[]
  /** Removes an event from the outbox. */
  acknowledgeEvent(id: number): void
  /** Calls the listener after each accepted mail, when there may be new events. */
  onEvents(listener: () => void): void
  /** Lists the accepted mails, newest first. `before` is the id of the last mail of the previous page. */
  mails(options: { readonly limit: number; readonly before?: string }): readonly CapturedMail[]
  setQuota(quota: Quota): void
}

export type SesOptions = {
  /** Folder of the service's state. */
  readonly folder: string
  /** Folder with one `.eml` file per accepted mail. Sorting by name puts the oldest first. */
  readonly mailFolder: string
  readonly now?: () => Date
  /** Default: 50,000 recipients a day and 14 a second; in the sandbox, 200 a day and 1 a second. */
  readonly quota?: Quota
  /** URL of a real SMTP server that also gets every mail. */
  readonly smtpUrl?: string
  /** The existing configuration sets. Default: any name is accepted. */
  readonly configurationSets?: readonly ConfigurationSet[]
  /** Verified addresses and domains, besides those that were added while the service ran. */
  readonly identities?: readonly Identity[]
  /** Whether the account is in the sandbox: recipients must be verified, too. Default: false. */
  readonly sandbox?: boolean
}

const productionQuota: Quota = { max24HourSend: 50_000, maxSendRate: 14 }
const sandboxQuota: Quota = { max24HourSend: 200, maxSendRate: 1 }

/** Opens the embedded SES, which has the part of the 2010-12-01 query API that sends raw mail. */
export function openSes(options: SesOptions): SesService {
  const account = openAccount(options)
  const { database, limits } = account
  const relay = options.smtpUrl ? startRelay(database, options.mailFolder, options.smtpUrl) : undefined
  const listeners: (() => void)[] = []
  return {
    describe: async (request) => {
      const query = await readQuery(request)
      return findOperation(query).describe(account, query, readCaller(request))
    },
    handle: async (request) => {
      const query = await readQuery(request)
      const operation = findOperation(query)
      const result = await operation.handle(account, query, readCaller(request))
      if (operation.name.startsWith('Send')) {
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
  const { folder, mailFolder, now = () => new Date(), sandbox = false } = options
  const database = openDatabase(folder)
  database.exec(mailSchema + eventSchema + forwardSchema + identitySchema + settingsSchema)
  return {
    database,
    mailFolder: openMailFolder(mailFolder, acceptedFiles(database)),
    limits: createSendingLimits(database, options.quota ?? (sandbox ? sandboxQuota : productionQuota)),
    now,
    configurationSets: openConfigurationSets(options.configurationSets),
    identities: openIdentities(database, options.identities ?? []),
    settings: openSettings(database),
    sandbox,
    forwards: options.smtpUrl !== undefined,
  }
}

function readCaller({ headers }: AwsRequest): Caller {
  const [, accessKey = '', region = 'us-east-1'] =
    /Credential=([^/]+)\/\d+\/([^/]+)\//.exec(headers.authorization ?? '') ?? []
  return { accessKey, region }
}
