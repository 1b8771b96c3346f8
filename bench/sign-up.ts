import { readdir } from 'node:fs/promises'
import { Agent, request } from 'node:http'
import path from 'node:path'
import { GetCommand } from '@aws-sdk/lib-dynamodb'
import { createDynamo } from '../aws/clients.ts'
import { connect, findLocalStack } from '../cli/connect.ts'
import { cpuOf, quantile, since } from './measure.ts'
import { withFolder } from './support/local-process.ts'
import { type StackProcess, startStack } from './support/start-stack.ts'

/** Milliseconds of CPU time for a sign-up, its confirmation mail and the feedback about the mail. */
const limit = 15
/** Sign-ups a second that the stack must sustain. */
const rate = 150

const runs = 3
/** Sign-ups at a time while CPU time is measured. */
const visitors = 8

/**
 * Subscribes new addresses through the site. Measures the CPU time of the stack until the mails are sent and their feedback
 * is recorded, and compares it with bare requests to the embedded DynamoDB in the same run, because the CPU time itself
 * grows with the load of the machine. Then subscribes at an even rate for 10 s, without waiting for earlier responses. Another
 * number of sign-ups in each run: `npm run bench -- signup 200`.
 */
export async function benchSignUp(perRun = Number(process.argv[3] ?? 500)): Promise<void> {
  await withFolder(async (data) => {
    const stack = await startStack(data)
    try {
      const people = numbered()
      await subscribeAll(stack, people, perRun)
      const usages: { readonly signUp: number; readonly bare: number }[] = []
      for (let run = 0; run < runs; run += 1) {
        const bare = await measureBare(data, stack, perRun)
        const { cpu: before } = await stack.settle()
        await subscribeAll(stack, people, perRun)
        usages.push({ bare, signUp: ((await stack.settle()).cpu - before) / perRun })
      }
      const signUps = usages.map(({ signUp }) => signUp)
      const median = quantile(signUps, 0.5)
      const ratio = quantile(
        usages.map(({ signUp, bare }) => signUp / bare),
        0.5,
      )
      console.log(
        `  a sign-up with its confirmation mail and feedback: ${median.toFixed(1)} ms of CPU (${Math.min(...signUps).toFixed(1)} to ${Math.max(...signUps).toFixed(1)} in ${runs} runs of ${perRun}), ${(median / limit).toFixed(2)} of the limit of ${limit} ms; ${ratio.toFixed(1)} × a bare GetItem; each core permits ${(1_000 / median).toFixed(0)} a second`,
      )
      await sustain(stack, people)
      const { memory } = await stack.settle()
      const mails = (await readdir(path.join(data, 'mail'))).filter((file) => file.endsWith('.eml')).length
      console.log(`    ${mails} mails for ${people.next().value} sign-ups; ${memory.toFixed(0)} MB`)
    } finally {
      await stack.stop()
    }
  })
}

function* numbered(): Generator<number, never> {
  for (let n = 0; ; n += 1) yield n
}

async function subscribeAll({ site }: StackProcess, people: Iterator<number>, count: number): Promise<void> {
  agent = renewAgent()
  let left = count
  const visit = async () => {
    while (left-- > 0) {
      const { status } = await subscribe(site, people.next().value)
      if (status !== 200) throw new Error(`A sign-up was answered with ${status}`)
    }
  }
  await Promise.all(Array.from({ length: visitors }, visit))
}

/** Returns the CPU milliseconds of one GetItem in this process and the stack. */
async function measureBare(data: string, stack: StackProcess, requests: number): Promise<number> {
  const { connection } = await findLocalStack(data)
  const dynamo = createDynamo(connection)
  const { settings } = await connect({ data })
  const key = { TableName: settings.subscribersTable, Key: { pk: 'secret', sk: 'secret' }, ConsistentRead: true }
  const { cpu: before } = await stack.settle()
  const own = await cpuOf(async () => {
    for (let n = 0; n < requests; n += 1) await dynamo.send(new GetCommand(key))
  })
  dynamo.destroy()
  return (own + (await stack.settle()).cpu - before) / requests
}

async function sustain({ site }: StackProcess, people: Iterator<number>): Promise<void> {
  agent = renewAgent()
  const answers: Promise<{ status: number; time: number }>[] = []
  const count = rate * 10
  const start = performance.now()
  for (let n = 0; n < count; n += 1) {
    const due = start + (n * 1_000) / rate
    const wait = due - performance.now()
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait))
    answers.push(subscribe(site, people.next().value, due))
  }
  const all = await Promise.all(answers)
  const perSecond = (count * 1_000) / since(start)
  const times = all.map(({ time }) => time)
  const accepted = all.filter(({ status }) => status === 200).length
  console.log(
    `  at ${rate} a second: answered ${perSecond.toFixed(0)} a second, ${(perSecond / rate).toFixed(2)} of the goal; p50 ${quantile(times, 0.5).toFixed(0)} ms, p99 ${quantile(times, 0.99).toFixed(0)} ms (${accepted} of ${count} accepted)`,
  )
}

/** The site closes connections that have been idle for 5 s, so each measurement has its own. */
let agent = new Agent({ keepAlive: true })

function renewAgent(): Agent {
  agent.destroy()
  return new Agent({ keepAlive: true })
}

/**
 * Each sign-up has its own IP address (on Linux, all of 127.0.0.0/8 is this machine), because one network may subscribe only
 * a hundred times an hour.
 *
 * @param due when the request should have been sent: time spent waiting for a connection counts
 */
function subscribe(site: string, n: number, due = performance.now()) {
  const body = new URLSearchParams({ email: `reader-${n}@example.org` }).toString()
  const localAddress = `127.${1 + (n % 200)}.${1 + (Math.floor(n / 200) % 200)}.9`
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) }
  return new Promise<{ status: number; time: number }>((resolve, reject) => {
    const signUp = request(`${site}/subscribe`, { method: 'POST', headers, localAddress, agent }, (response) => {
      response.resume().once('end', () => resolve({ status: response.statusCode ?? 0, time: since(due) }))
    })
    signUp.once('error', reject)
    signUp.end(body)
  })
}
