import { flushCompileCache } from 'node:module'
import path from 'node:path'
import { type LocalStack, startLocal } from 'cdk-loopback/start-local'
import { createViewerReader } from 'cdk-loopback/viewer-address'
import { readPublication } from '../../build/read-publication.ts'
import { type Console, startConsole } from '../../console/console-server.ts'
import type { Access } from '../../console/frame/guard.ts'
import { adviseRestore } from '../../core/diagnosis/judge-storage.ts'
import { announcementSource } from '../../core/event-sources.ts'
import { isReserved } from '../../core/mail/check-sender.ts'
import { senderDomain } from '../../core/mail/header.ts'
import { describeRemovedDigests } from '../../core/monitoring/removed-digests.ts'
import type { Publication } from '../../core/publication.ts'
import type { Stack } from '../../operations/stack.ts'
import { terminal } from '../ask.ts'
import { pauseRestored } from '../backup/restored-mark.ts'
import { dataFolder } from '../connect/select-stack.ts'
import { connect, operatorProfile, policyProfiles, profile } from '../connect.ts'
import { describeReady, type FirstIssue } from './describe-ready.ts'
import type { StackAccess } from './read-access.ts'
import type { RealSes, Relay } from './read-relay.ts'
import { seedOnce } from './seed-once.ts'
import type { StartSteps } from './start-steps.ts'
import { checkFolder } from './watch/check-folder.ts'

export type RunOptions = {
  /** Folder of the synthesized assembly. */
  readonly assembly: string
  /** Shows what the start is doing. */
  readonly steps: StartSteps
  readonly data: string
  readonly ports: { readonly site: number; readonly aws: number; readonly console: number }
  readonly access: StackAccess
  readonly seeds: boolean
  readonly watch?: string
  /** Whether deletions that `watch` finds at the start are confirmed. */
  readonly yes?: boolean
  /** The mail server that gets every mail, and how many it takes. */
  readonly relay?: Relay
  /** The SES of the operator's own account, instead of a mail server. */
  readonly realSes?: RealSes
  /** Where events for other programs are posted. */
  readonly eventsUrl?: string
  /** The operator's credentials. Default: those of the last start, or new ones. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
  /** Whether SES is in its sandbox. */
  readonly sandbox: boolean
  /** Rebuilds and reloads when sources change. */
  readonly dev?: boolean
}

/** The options and variables that error messages name if a folder or port is already in use. */
const settings = {
  data: '--data or POSTRIDER_DATA',
  sitePort: '--port or POSTRIDER_PORT',
  awsPort: '--aws-port or POSTRIDER_AWS_PORT',
}

const root = path.resolve(import.meta.dirname, '../..')

/** Runs the stack on this machine until the process receives SIGINT or SIGTERM. */
export async function runLocal(options: RunOptions): Promise<void> {
  const resources = new AsyncDisposableStack()
  stopOnSignal(() => resources.disposeAsync())
  try {
    await run(options, resources)
  } catch (error) {
    await resources.disposeAsync()
    throw error
  }
}

async function run(options: RunOptions, resources: AsyncDisposableStack): Promise<void> {
  const { access, assembly, data, ports, credentials, steps } = options
  const { log } = steps
  if (options.watch !== undefined) checkFolder(options.watch)
  const publication = await readPublication()
  const realSes = options.realSes && (await openSes(options.realSes, publication, log))
  const relay = options.relay ?? realSes
  if (relay && isReserved(senderDomain(publication))) log(exampleSender)
  const local = await startLocal({
    assembly,
    data,
    sitePort: ports.site,
    awsPort: ports.aws,
    profile,
    policyProfiles,
    settings,
    log,
    ...(credentials && { credentials }),
    ses: { sandbox: options.sandbox, verifiedIdentities: identitiesOf(publication) },
    ...(access.publicUrl && { publicUrl: access.publicUrl }),
    ...(access.bind && { bind: access.bind }),
    trustedProxies: access.trustedProxies,
    ...(relay && { relay: relay.relay, quota: relay.quota }),
    ...(options.eventsUrl && { postEvents: { url: options.eventsUrl, pattern: announcements } }),
  })
  resources.defer(() => local.close())
  if (realSes) resources.defer(realSes.follow(local.ses))
  const stack = await connect({ data }, operatorProfile)
  const { damaged } = local.storage()
  const isReading = damaged.length > 0
  for (const advice of new Set(damaged.map(adviseRestore))) log(advice)
  if (!isReading) await pauseRestored(data, stack, log)
  const viewer = await startConsole({
    port: ports.console,
    bind: access.bind,
    access: consoleAccess(access),
    stack,
    ses: local.ses,
    mailFolder: path.join(data, 'mail'),
    readStorage: local.storage,
  })
  resources.defer(() => viewer.close())
  const firstIssue = options.seeds && !isReading ? await seedOnce(local, stack, steps, viewer.url) : undefined
  if (options.dev) resources.defer(await startReloading(local, log))
  await steps.end()
  announceReady(local, stack, viewer.url, { data, firstIssue })
  if (options.watch !== undefined && !isReading) {
    const { watchUploads } = await import('./watch/watch-uploads.ts')
    resources.defer(watchUploads(options.watch, { stack, data, log, ask: terminal(), yes: options.yes ?? false }))
  }
  await finishLater(stack, viewer, isReading ? undefined : log).catch((error) => {
    if (!resources.disposed) throw error // it may be stopped already
  })
}

function consoleAccess({ consoleUrl, consolePassword, trustedProxies }: StackAccess): Access {
  const read = createViewerReader(trustedProxies)
  const viewerOf = (peer: string, forwardedFor: string | undefined) => read(peer, forwardedFor).address
  return { url: consoleUrl, password: consolePassword, viewerOf }
}

/** Does what nobody waits for. @param warn receives warnings about the data, which must be readable */
async function finishLater(
  stack: Stack,
  viewer: Pick<Console, 'load'>,
  warn: ((line: string) => void) | undefined,
): Promise<void> {
  const removed = warn ? describeRemovedDigests(await stack.readRemovedDigests(), stack.site.publication) : []
  for (const line of removed) warn?.(`Warning: ${line}`)
  await viewer.load()
  flushCompileCache() // for the next start, also if this process does not end by itself
}

/** Loads clients of AWS that other starts do not need. */
async function openSes(...parameters: Parameters<typeof import('./open-real-ses.ts').openRealSes>) {
  const { openRealSes } = await import('./open-real-ses.ts')
  return openRealSes(...parameters)
}

const exampleSender =
  'Warning: sender.address in publication.json is an example. No mail server will take mails from it: change it first.'

/** Events that are meant for other programs. The bus also carries commands. */
const announcements = JSON.stringify({ source: [announcementSource] })

/** Lists what the template leaves to the account: an identity of the sender that exists already. */
function identitiesOf({ sender }: Publication): readonly string[] {
  return sender.identity === 'exists' ? [sender.address] : []
}

/** Rebuilds and reloads Lambdas, templates and locales when their sources change. The stack renders its site again. */
async function startReloading(local: LocalStack, log: (line: string) => void): Promise<() => void> {
  const { watchSources } = await import('./watch-sources.ts')
  return watchSources({
    root,
    log,
    rebuild: async () => {
      const { build } = await import('../../build/build.ts') // loads MJML and esbuild
      await build('silent')
      local.reload()
    },
  })
}

function announceReady(
  local: LocalStack,
  stack: Stack,
  consoleUrl: string,
  { data, firstIssue }: { readonly data: string; readonly firstIssue: FirstIssue | undefined },
): void {
  const folder = path.resolve(data)
  const lines = describeReady({
    title: stack.site.publication.title,
    site: local.site,
    console: consoleUrl,
    aws: local.aws,
    uploads: stack.settings.uploadsBucket,
    folder,
    isDefaultFolder: folder === path.resolve(dataFolder({})),
    firstIssue,
  })
  process.stdout.write(lines.map((line) => `${line}\n`).join(''))
  const ready = {
    ready: true,
    site: local.site,
    aws: local.aws,
    console: consoleUrl,
    data: folder,
    uploads: stack.settings.uploadsBucket,
    credentials: { accessKeyId: local.credentials.accessKeyId, secretAccessKey: local.credentials.secretAccessKey },
  }
  process.stdout.write(`${JSON.stringify(ready)}\n`)
}

function stopOnSignal(stop: () => Promise<void>): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      stop().then(
        () => process.exit(0),
        (error) => {
          console.error(error)
          process.exit(1)
        },
      )
    })
  }
}
