import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { SESClient, SetActiveReceiptRuleSetCommand } from '@aws-sdk/client-ses'
import { PutSuppressedDestinationCommand, SESv2Client } from '@aws-sdk/client-sesv2'
import { DeleteCommand, DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb'
import type { ObservedCall } from 'cdk-loopback/observation'
import type { StackPlan } from 'cdk-loopback/template/stack-plan'
import type { Email } from 'postal-mime'
import { createSqs } from '../../aws/clients.ts'
import { queue } from '../../aws/queue.ts'
import { controlIssue } from '../../cli/issues/control-issue.ts'
import type { Key } from '../../core/keys.ts'
import type { DigestName } from '../../core/publication.ts'
import type { ControlCommand } from '../../operations/issues/order-issue.ts'
import { startMailStack } from '../support/mail-stack.ts'
import { fewReceives } from '../support/plans.ts'
import { writeAssembly } from '../support/synthesize-stack.ts'
import { bundleVersion, runVersion } from '../support/versions.ts'
import { eventually } from '../support/visitor.ts'

/** The whole product on this machine, with everything in use that publication.json can turn on. */
export type Stage = Awaited<ReturnType<typeof openStage>>

/** Returns publication.json with settings that make optional calls happen, or happen soon. */
function withEverything(json: string, hub: string): string {
  const { digests, ...publication } = JSON.parse(json)
  const { daily, weekly } = digests
  return JSON.stringify({
    ...publication,
    rePermission: { afterMonths: 6 },
    ...{ hub, unsubscribeMail, feedWindow: 2, welcome: true, goodbye: true, onUnknown: 'leave' },
    digests: {
      daily: { ...daily, layout: 'full-text', clicks: true },
      weekly: { ...weekly, deliver: 'subscriber-time' },
      careful: { ...daily, title: 'Careful digest', schedule: { every: 'month', on: 15, at: '07:00' }, approval: true },
    },
    limits: { bounces: 10, complaints: 10, refusals: 10, minimumSample: 1, softBounces: 2 },
  })
}

const unsubscribeMail = { address: 'leave@in.gazette.example.org' }

/** Milliseconds that the stack gets until it is idle. Enough for a busy machine. */
const timeoutMs = 120_000

type IssueName = { readonly digest: DigestName; readonly number: number }

export async function openStage(onCall: (call: ObservedCall) => void) {
  const folder = await mkdtemp(path.join(tmpdir(), 'postrider-grants-'))
  const hub = await startHub()
  const assembly = path.join(folder, 'assembly')
  const bundles = path.join(folder, 'bundles')
  const edit = (json: string) => withEverything(json, hub.url)
  await bundleVersion(bundles, [{ file: /dist\/publication\.json$/, edit }])
  await writeAssembly(assembly, { hub: hub.url, unsubscribeMail })
  const run = runVersion(bundles)
  const mails = await startMailStack(path.join(folder, 'data'), {
    assembly,
    onCall,
    change: (plan) => withoutDelays(fewReceives(run(plan))),
  })
  const { local, stack } = mails
  const named = <Kind extends 'functions' | 'schedules' | 'queues'>(kind: Kind, part: string) => {
    const found = local.plan[kind].find(({ logicalId }) => logicalId.includes(part))
    if (!found) throw new Error(`The template has nothing named ${part} among its ${kind}`)
    return found as StackPlan[Kind][number] // an element of the list
  }
  const connection = { endpoint: local.aws, region: 'us-east-1', credentials: local.credentials }
  const sqs = createSqs(connection)
  const ses = new SESv2Client(connection)
  await new SESClient(connection).send(new SetActiveReceiptRuleSetCommand({ RuleSetName: local.plan.ruleSets[0] }))
  const dynamo = DynamoDBDocumentClient.from(new DynamoDBClient(connection))
  const idle = () => local.idle({ timeoutMs })
  return {
    ...mails,
    idle,
    queue: <Message>(url: string) => queue<Message>(sqs, url),
    until: (holds: () => Promise<boolean>) => eventually('the next state', async () => (await holds()) || undefined),
    ...{ hub, named, template: path.join(assembly, 'Postrider.template.json') },
    /** Deletes an item, as if it had been lost or never written. */
    forget: async (TableName: string, Key: Key) => void (await dynamo.send(new DeleteCommand({ TableName, Key }))),
    /** Puts an address on SES's own suppression list. */
    listInSes: async (EmailAddress: string) =>
      void (await ses.send(new PutSuppressedDestinationCommand({ EmailAddress, Reason: 'BOUNCE' }))),
    /** Receives a genuine mail that unsubscribes. */
    receive: async (from: string, subject: string) => {
      const header = [`From: ${from}`, `To: ${unsubscribeMail.address}`, `Subject: ${subject}`]
      local.ses.receive(Buffer.from([...header, '', ''].join('\r\n')), { verdicts: { dmarc: 'PASS' } })
      await idle()
    },
    upload: async (files: Readonly<Record<string, string | Uint8Array>>) => {
      for (const [key, content] of Object.entries(files))
        await stack.uploads.put(key, Buffer.from(content), 'text/plain')
      await idle()
    },
    fire: async (schedule: string) => {
      await local.fire(named('schedules', schedule).logicalId)
      await idle()
    },
    /** Runs the daily digest and waits until it has been sent. Returns the number of its last issue. */
    runDigest: async (): Promise<number> => {
      await stack.compose.add({ digest: 'daily', requestId: crypto.randomUUID() })
      await mails.settle()
      return (await stack.issues.getDigest('daily')).lastNumber
    },
    /** Controls an issue as the operator does, and waits until that has been done. */
    order: async (command: ControlCommand, issue: IssueName) => {
      await controlIssue(command, issue.digest, String(issue.number), stack, { answer: () => {} })
      await mails.settle()
    },
    post: (url: string, fields: Readonly<Record<string, string>> = {}) =>
      fetch(new URL(url, local.site), { method: 'POST', body: new URLSearchParams({ pressed: 'yes', ...fields }) }),
    /** Waits for a mail with a link to a path of the site. */
    mailWith: (address: string, place: string): Promise<Email> =>
      eventually(`a mail to ${address} with a link to /${place}`, async () =>
        (await mails.mailsTo({ address })).findLast(({ text }) => text?.includes(`/${place}?t=`)),
      ),
    close: async () => {
      await mails.close({ keep: true })
      hub.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** Pings the hub at once. The stack waits until CloudFront's copy of the feed has expired. */
function withoutDelays(plan: StackPlan): StackPlan {
  const queues = plan.queues.map(({ attributes, ...queue }) => ({
    ...queue,
    attributes: { ...attributes, DelaySeconds: '0' },
  }))
  return { ...plan, queues }
}

/** A WebSub hub. It accepts each ping, except for the next one after `refuse`. */
async function startHub() {
  let refuses = false
  const server = createServer((_request, response) => {
    response.writeHead(refuses ? 503 : 202).end()
    refuses = false
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // a TCP server's address is always an AddressInfo
  return {
    url: `http://127.0.0.1:${port}/`,
    refuse: () => {
      refuses = true
    },
    close: () => void server.close(),
  }
}
