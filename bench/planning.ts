import { randomUUID } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { connect } from '../cli/connect.ts'
import { hashAddress } from '../core/subscribers/hash-address.ts'
import type { Subscriber } from '../core/subscribers/subscriber.ts'
import type { Stack } from '../operations/stack.ts'
import { quantile } from './measure.ts'
import { type LocalProcess, startProcess, withFolder } from './support/local-process.ts'
import { readCpu, runCommand } from './support/run-command.ts'
import { writeList } from './support/write-list.ts'

/** Seconds of CPU time, of the command and the stack together, for 100,000 subscribers. */
const limit = 10

const runs = 3

/**
 * Plans a digest for a list of subscribers with various languages and topics, some of them paused or suppressed, while a
 * correction is waiting, so that the ledger is read for each of them. Another number of them:
 * `npm run bench -- planning 10000`.
 */
export async function benchPlanning(count = Number(process.argv[3] ?? 100_000)): Promise<void> {
  await withFolder(async (folder) => {
    const data = path.join(folder, 'data')
    const local = await startProcess(data, ['--no-seeds'])
    try {
      await prepare(folder, data, count)
      await settle(local)
      const words = [
        ['digest', 'plan', 'daily', '--json'],
        ['digest', 'preview', 'daily', '--as', 'old-7@example.org', '--out', path.join(folder, 'preview'), '--json'],
      ]
      for (const command of words) await measure(local, data, command, count)
    } finally {
      await local.stop()
    }
  })
}

async function measure(local: LocalProcess, data: string, words: readonly string[], count: number): Promise<void> {
  const usages = []
  for (let run = 0; run < runs; run += 1) {
    const before = await readCpu(local.process.pid)
    const { cpu, memory, output } = await runCommand(data, words)
    usages.push({ cpu, memory, stack: (await readCpu(local.process.pid)) - before, output })
  }
  const seconds = usages.map(({ cpu, stack }) => (cpu + stack) / 1_000)
  const commandOnly = quantile(
    usages.map(({ cpu }) => cpu / 1_000),
    0.5,
  )
  console.log(
    `  ${words.slice(0, 2).join(' ')} for ${count.toLocaleString('en')} subscribers: ${quantile(seconds, 0.5).toFixed(1)} s of CPU (${Math.min(...seconds).toFixed(1)} to ${Math.max(...seconds).toFixed(1)} in ${runs} runs), ${commandOnly.toFixed(1)} of it in the command; ${((quantile(seconds, 0.5) / limit) * (100_000 / count)).toFixed(2)} of the limit of ${limit} s for 100,000; at most ${Math.max(...usages.map(({ memory }) => memory)).toFixed(0)} MB`,
  )
  const { recipients, contentSets, suppressed, skipped, corrections } = JSON.parse(usages[0]?.output ?? '{}')
  if (recipients !== undefined)
    console.log(`    ${JSON.stringify({ recipients, contentSets, suppressed, skipped, corrections })}`)
}

/**
 * Mails three articles to twenty readers, corrects one of them, imports the others, pauses and suppresses some of them,
 * and publishes twelve articles.
 */
async function prepare(folder: string, data: string, count: number): Promise<void> {
  const stack = await connect({ data })
  const early = path.join(folder, 'early.csv')
  await writeList(early, 20, 'old')
  await runCommand(data, ['subscribers', 'import', early, '--confirmed', '--json'])
  await publish(folder, data, ['old-1', 'old-2', 'old-3'])
  await runCommand(data, ['digest', 'send', 'daily', '--json'])
  await publish(folder, data, ['old-1'], 'status: corrected\nnotice: The ferry leaves at nine, not at ten.\n')
  const list = path.join(folder, 'list.csv')
  await writeList(list, count - 20)
  await runCommand(data, ['subscribers', 'import', list, '--confirmed', '--json'])
  await pauseAndSuppress(stack)
  const fresh = Array.from({ length: 12 }, (_, n) => `new-${n + 1}`)
  await publish(folder, data, fresh)
}

const topics = ['maps', 'weather', 'letters']

async function publish(folder: string, data: string, names: readonly string[], more = ''): Promise<void> {
  const uploads = path.join(folder, randomUUID())
  await mkdir(uploads)
  const files = names.map((name, n) => {
    const text = `The night mail runs again on the northern line, says ${name}. `.repeat(30)
    const file = path.join(uploads, `${name}.md`)
    return { file, content: `---\ntitle: Story ${name}\ntopics: [${topics[n % 3]}]\n${more}---\n\n${text}\n` }
  })
  for (const { file, content } of files) await writeFile(file, content)
  await runCommand(data, ['publish', '--replace', '--json', ...files.map(({ file }) => file)])
}

/** Pauses one reader in fifty, and suppresses the address of another one. */
async function pauseAndSuppress(stack: Stack): Promise<void> {
  const { addressPepper } = await stack.readSecrets()
  const chosen: Subscriber[] = []
  let n = 0
  for await (const subscriber of stack.subscribers.list()) {
    n += 1
    if (n % 25 === 0) chosen.push(subscriber)
  }
  const until = new Date(Date.now() + 7 * 86_400_000).toISOString()
  for (const [index, subscriber] of chosen.entries()) {
    const hash = hashAddress(subscriber.address, addressPepper)
    const paused = { ...subscriber, pausedUntil: until, revision: subscriber.revision + 1 }
    if (index % 2 === 0) await stack.subscribers.save(subscriber, paused, hash)
    else await stack.suppressions.add(hash, { reason: 'bounce', at: new Date().toISOString() })
  }
}

/** Waits until the stack has finished what the changes started: for 5 s, it uses less than a hundredth of a processor. */
async function settle({ process: { pid } }: LocalProcess): Promise<void> {
  for (let before = await readCpu(pid); ; ) {
    await new Promise((resume) => setTimeout(resume, 5_000))
    const after = await readCpu(pid)
    if (after - before < 50) return
    before = after
  }
}
