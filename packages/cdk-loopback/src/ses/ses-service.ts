import type { AwsRequest, AwsService } from '../endpoint/aws-service.ts'
import { errorResponse, readQuery, successResponse } from '../endpoint/query-protocol.ts'
import type { OpenFile } from '../host/database-file.ts'
import type { Storage } from '../host/storage.ts'
import type { ReceiptRulePlan } from '../template/stack-plan.ts'
import type { Account, Caller } from './account/account.ts'
import { openSettings } from './account/account-settings.ts'
import { type ConfigurationSet, openConfigurationSets } from './account/configuration-set.ts'
import type { Identity } from './account/identity.ts'
import { openIdentities } from './account/identity-store.ts'
import { createSendingLimits, type Quota } from './account/sending-limits.ts'
import { openSuppressionList } from './account/suppression-list.ts'
import { openDatabase } from './database.ts'
import { findDoor } from './door.ts'
import { listEvents, removeEvent, type SesEvent } from './event-outbox.ts'
import { openMailFolder } from './mail-folder.ts'
import { acceptedFiles, type CapturedMail, listMails } from './mail-log.ts'
import { type Received, type Receiving, receiveMail } from './receiving/receive-mail.ts'
import { type Relay, type RelayState, startRelay } from './relay/relay.ts'
import { openSmtp } from './relay/smtp-transport.ts'
import type { Transport } from './relay/transport.ts'
import { addRemoteEvent, type Report, reportFeedback } from './report-feedback.ts'
import { findOperation } from './v1/operations.ts'
import { describeRestCall, handleRestCall, isRestRequest, restError } from './v2/rest-api.ts'

export type { CapturedMail, Quota, RelayState, SesEvent }

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
  /** Lets an accepted mail bounce or draw a complaint, as a real mailbox may. @throws {Error} if no mail has the id */
  report(messageId: string, report: Report): void
  /** Publishes an event of the real SES about an accepted mail. Returns whether the mail is known. */
  publish(messageId: string, event: unknown): boolean
  /** Receives a mail from outside, as SES's SMTP server does. @throws {AwsError} if SES would refuse it */
  receive(mail: Buffer, options?: Receiving): Received
  /** What the relay is doing; undefined if mails do not leave this machine. */
  relayState(): RelayState | undefined
  /** Lets the relay follow a move of the clock by a number of milliseconds. */
  moveRelay(byMs: number): void
}

export type SesOptions = {
  /** Folder of the service's state. */
  readonly folder: string
  /** Folder with one `.eml` file per accepted mail. Sorting by name puts the oldest first. */
  readonly mailFolder: string
  readonly openFile?: OpenFile
  readonly now?: () => Date
  /** Default: 50,000 recipients a day and 14 a second; in the sandbox, 200 a day and 1 a second. */
  readonly quota?: Quota
  /** URL of a real SMTP server that gets every mail, except those to the simulator and to domains of examples. */
  readonly smtpUrl?: string
  /** Another way out than SMTP. */
  readonly transport?: Transport
  /** The address to which bounces of relayed mails return. Default: the sender of each mail. */
  readonly bounceAddress?: string
  /** Whether anything can be stored. While it cannot, no mail leaves this machine. */
  readonly storage?: Pick<Storage, 'check' | 'isClosed'>
  /** The existing configuration sets. Default: any name is accepted. */
  readonly configurationSets?: readonly ConfigurationSet[]
  /** Verified addresses and domains, besides those that were added while the service ran. */
  readonly identities?: readonly Identity[]
  /** Whether the account is in the sandbox: recipients must be verified, too. Default: false. */
  readonly sandbox?: boolean
  /** The rule sets for received mails, and their rules. */
  readonly ruleSets?: readonly string[]
  readonly receiptRules?: readonly ReceiptRulePlan[]
  /** Invokes a function asynchronously with a received mail. */
  readonly invokeLater?: (functionArn: string, payload: string) => void
}

const productionQuota: Quota = { max24HourSend: 50_000, maxSendRate: 14 }
const sandboxQuota: Quota = { max24HourSend: 200, maxSendRate: 1 }

/** Opens the embedded SES. It has the query API (2010-12-01) and the REST API (2019-09-27), as far as they send mail. */
export function openSes(options: SesOptions): SesService {
  const account = openAccount(options)
  const { database, limits } = account
  const listeners: (() => void)[] = []
  const tell = () => {
    for (const listener of listeners) listener()
  }
  const relay = startRelayOf(options, account, tell)
  return {
    describe: async (request) => {
      const caller = readCaller(request)
      const door = findDoor(request)
      if (door) return door.call
      if (isRestRequest(request)) return describeRestCall(account, request, caller)
      const query = await readQuery(request)
      return findOperation(query).describe(account, query, caller)
    },
    handle: async (request) => {
      const door = findDoor(request)
      if (door) {
        const response = await door.handle(request, { account, relay, mailFolder: options.mailFolder })
        if (door.reports) tell()
        return response
      }
      const caller = readCaller(request)
      const { response, sent } = isRestRequest(request)
        ? await handleRestCall(account, request, caller)
        : await handleQuery(account, await readQuery(request), caller)
      if (sent) {
        relay?.wake()
        tell()
      }
      return response
    },
    error: (request, error) =>
      isRestRequest(request) || findDoor(request) ? restError(error) : errorResponse('ses', error),
    close: async () => {
      await relay?.close()
      database.close()
    },
    pendingEvents: (limit) => listEvents(database, limit),
    acknowledgeEvent: (id) => removeEvent(database, id),
    onEvents: (listener) => listeners.push(listener),
    mails: ({ limit, before }) => listMails(database, limit, before),
    setQuota: limits.set,
    report: (messageId, report) => {
      reportFeedback(account, options.mailFolder, messageId, report)
      tell()
    },
    publish: (messageId, event) => {
      const isKnown = addRemoteEvent(account, options.mailFolder, messageId, event)
      tell()
      return isKnown
    },
    receive: (mail, receiving = {}) => receiveMail(account, mail, receiving),
    relayState: () => relay?.state(),
    moveRelay: (byMs) => relay?.move(byMs),
  }
}

function startRelayOf(options: SesOptions, account: Account, onEvents: () => void): Relay | undefined {
  const { smtpUrl, mailFolder, bounceAddress, storage } = options
  const transport = options.transport ?? (smtpUrl === undefined ? undefined : openSmtp(smtpUrl))
  return transport && startRelay(account, { transport, mailFolder, bounceAddress, storage, onEvents })
}

/** Performs an action of the query API. `sent` says whether it accepted a mail. */
async function handleQuery(account: Account, query: URLSearchParams, caller: Caller) {
  const operation = findOperation(query)
  const result = await operation.handle(account, query, caller)
  return { response: successResponse('ses', operation.name, result), sent: operation.name.startsWith('Send') }
}

function openAccount(options: SesOptions): Account {
  const { folder, mailFolder, now = () => new Date(), sandbox = false } = options
  const database = openDatabase(folder, options.openFile)
  return {
    database,
    mailFolder: openMailFolder(mailFolder, acceptedFiles(database)),
    limits: createSendingLimits(database, options.quota ?? (sandbox ? sandboxQuota : productionQuota)),
    now,
    configurationSets: openConfigurationSets(options.configurationSets),
    identities: openIdentities(database, options.identities ?? []),
    settings: openSettings(database),
    suppressions: openSuppressionList(database),
    ruleSets: options.ruleSets ?? [],
    receiptRules: options.receiptRules ?? [],
    invokeLater: options.invokeLater ?? (() => {}),
    sandbox,
    relays: options.smtpUrl !== undefined || options.transport !== undefined,
  }
}

function readCaller({ headers, caller = '' }: AwsRequest): Caller {
  const region = /Credential=[^/]+\/\d+\/([^/]+)\//.exec(headers.authorization ?? '')?.[1] ?? 'us-east-1'
  return { name: caller, region }
}
