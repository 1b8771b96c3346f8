import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type LocalStack, startLocal } from 'cdk-loopback/start-local'
import { startConsole } from '../console/console-server.ts'
import { synthesize } from './assembly.ts'
import { sendDigest } from './digest/send.ts'
import { recheck } from './recheck.ts'
import { listArchives, recheckArchives } from './recheck-archives.ts'
import { connect, type Stack } from './stack.ts'
import { seed } from './start/seed.ts'
import { watchFolder } from './start/watch-uploads.ts'

export type StartOptions = {
  readonly data: string
  readonly ports: { readonly site: number; readonly aws: number; readonly console: number }
  readonly publicUrl?: string
  readonly seeds: boolean
  readonly watch?: string
  readonly smtpUrl?: string
}

/** How to set what may be taken. */
const settings = {
  data: '--data or POSTRIDER_DATA',
  sitePort: '--port or POSTRIDER_PORT',
  awsPort: '--aws-port or POSTRIDER_AWS_PORT',
}

const silent = { answer: () => {} }

/** Runs the stack on this machine until it is told to stop. */
export async function start(options: StartOptions): Promise<void> {
  const resources = new AsyncDisposableStack()
  stopOnSignal(() => resources.disposeAsync())
  try {
    await run(options, resources)
  } catch (error) {
    await resources.disposeAsync()
    throw error
  }
}

async function run(options: StartOptions, resources: AsyncDisposableStack): Promise<void> {
  const { data, ports, publicUrl, smtpUrl } = options
  const log = (line: string): void => void process.stderr.write(`${line}\n`)
  const assembly = await synthesize()
  const local = await startLocal({
    assembly: assembly.folder,
    data,
    sitePort: ports.site,
    awsPort: ports.aws,
    settings,
    log,
    ...(publicUrl && { publicUrl: publicUrl.replace(/\/+$/, '') }),
    ...(smtpUrl && { smtpUrl }),
  })
  resources.defer(() => local.close())
  const stack = await connect(data)
  const viewer = await startConsole({ port: ports.console, stack, ses: local.ses, mailFolder: path.join(data, 'mail') })
  resources.defer(() => viewer.close())
  if (options.watch) resources.defer(watchFolder(options.watch, stack, log))
  await furnish(local, stack, options, `${assembly.version} ${stack.site.url}`)
  announceReady(local, stack, viewer.url, data)
}

/** Brings the site up to date with the program and its address, and a first run to life with the seeds. */
async function furnish(local: LocalStack, stack: Stack, { data, seeds }: StartOptions, version: string): Promise<void> {
  const mark = path.join(data, 'published-by')
  const last = await readFile(mark, 'utf8').catch(() => undefined)
  if (last !== version) {
    await recheckArchives(await listArchives(stack), stack)
    await recheck(stack)
  }
  if (seeds && (await seed(stack))) {
    await local.idle()
    for (const digest of Object.keys(stack.site.publication.digests).slice(0, 1))
      await sendDigest(digest, stack, silent)
  }
  await writeFile(mark, version)
}

function announceReady(local: LocalStack, stack: Stack, consoleUrl: string, data: string): void {
  const folder = path.resolve(data)
  const lines = [
    `${stack.site.publication.title} is running.`,
    '',
    `  Site      ${local.site}/`,
    `  RSS       ${local.site}/feed.xml`,
    `  Atom      ${local.site}/atom.xml`,
    `  JSON Feed ${local.site}/feed.json`,
    `  AWS       ${local.aws}   (uploads: s3://${stack.settings.uploadsBucket}/articles/)`,
    `  Mail      ${consoleUrl}/`,
    `  Data      ${folder}`,
    '',
    'Publish an article:  npx postrider publish FILE.md',
  ]
  process.stdout.write(lines.map((line) => `${line}\n`).join(''))
  const ready = {
    ready: true,
    site: local.site,
    aws: local.aws,
    console: consoleUrl,
    data: folder,
    uploads: stack.settings.uploadsBucket,
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
