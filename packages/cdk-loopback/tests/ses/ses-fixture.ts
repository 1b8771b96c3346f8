import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SESClient, SendRawEmailCommand, type SendRawEmailCommandInput } from '@aws-sdk/client-ses'
import { onTestFinished } from 'vitest'
import { startAwsEndpoint } from '../../src/endpoint/aws-endpoint.ts'
import type { AwsCall } from '../../src/endpoint/aws-service.ts'
import { openSes, type SesOptions } from '../../src/ses/ses-service.ts'
import { identities, operator } from '../operator.ts'

/** Creates a folder that is removed after the test. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'ses-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

export function sesClient(endpoint: string, maxAttempts = 1): SESClient {
  const client = new SESClient({ endpoint, region: 'us-east-1', credentials: operator, maxAttempts })
  onTestFinished(() => client.destroy())
  return client
}

/** Starts an embedded SES behind its endpoint, and stops it after the test. It may send from example.com. */
export async function startSes(options: Partial<SesOptions> = {}) {
  const folder = options.folder ?? (await temporaryFolder())
  const mailFolder = join(folder, 'mail')
  const ses = openSes({ folder, mailFolder, identities: [{ name: 'example.com' }], ...options })
  const calls: AwsCall[] = []
  const endpoint = await startAwsEndpoint(
    { ses },
    {
      identities,
      interceptor: ({ call }, next) => {
        calls.push(call)
        return next()
      },
    },
  )
  let open = true
  const stop = async () => {
    if (!open) return
    open = false
    await endpoint.close()
    await ses.close()
  }
  onTestFinished(stop)
  const client = sesClient(endpoint.url)
  return {
    ses,
    client,
    calls,
    folder,
    url: endpoint.url,
    stop,
    send: (input: Partial<SendRawEmailCommandInput> = {}) => client.send(rawEmail(input)),
    events: () => ses.pendingEvents(1000).map(({ event }) => event as TestEvent), // the tests look at a few members
    files: async () => (await readdir(mailFolder)).sort(),
    read: (file: string) => readFile(join(mailFolder, file), 'latin1'),
  }
}

export type TestEvent = {
  readonly eventType: string
  readonly mail: Readonly<Record<string, unknown>> & { readonly tags: Readonly<Record<string, readonly string[]>> }
  readonly bounce?: unknown
  readonly complaint?: unknown
  readonly delivery?: unknown
  readonly reject?: unknown
  readonly send?: unknown
}

export function rawEmail(input: Partial<SendRawEmailCommandInput> = {}): SendRawEmailCommand {
  return new SendRawEmailCommand({ RawMessage: { Data: message() }, ...input })
}

/** Returns a mail with these header lines, in this order. */
export function message(...headers: readonly string[]): Buffer {
  const lines =
    headers.length > 0 ? headers : ['From: News <news@example.com>', 'To: ann@example.org', 'Subject: Hello']
  return Buffer.from([...lines, '', 'Good morning.', ''].join('\r\n'))
}
