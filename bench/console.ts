import { randomUUID } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { connect } from '../cli/connect.ts'
import { printAgainst, since } from './measure.ts'
import { type LocalProcess, startProcess, withFolder } from './support/local-process.ts'
import { readCpu, readMemory, runCommand } from './support/run-command.ts'
import { writeList } from './support/write-list.ts'

/** Milliseconds in which a page of the console answers, whatever the stack is doing. */
const limit = 300

const rounds = 20
/** Milliseconds between two rounds. The first page then shows the parts that it did not wait for. */
const pause = 3_000

/**
 * Measures how long pages of the console and a feed take with a list of subscribers: while nothing happens, and while an
 * issue is planned and sent to nine tenths of them. Prints the memory of the stack. Another number of subscribers:
 * `npm run bench -- console 10000`.
 */
export async function benchConsole(count = Number(process.argv[3] ?? 100_000)): Promise<void> {
  await withFolder(async (folder) => {
    const data = path.join(folder, 'data')
    const local = await startProcess(data, ['--no-seeds'])
    try {
      const list = path.join(folder, 'list.csv')
      await writeList(list, count)
      await runCommand(data, ['subscribers', 'import', list, '--confirmed', '--json'])
      const article = path.join(folder, 'letter.md')
      await writeFile(article, '# A letter from Bath\n\nThe mail coach was late again.\n')
      await runCommand(data, ['publish', article, '--json'])
      console.log(`  ${count.toLocaleString('en')} subscribers, after the import:`)
      await visit(local, ['/', '/people/', '/digests/daily/'])
      const { compose } = await connect({ data })
      await compose.add({ digest: 'daily', requestId: randomUUID() })
      console.log('  while an issue is being sent:')
      await visit(local, ['/', '/people/', '/digests/', '/digests/daily/1/'])
    } finally {
      await local.stop()
    }
  })
}

/** Requests pages again and again, and a feed beside them. */
async function visit({ ready, process: { pid } }: LocalProcess, pages: readonly string[]): Promise<void> {
  const addresses = [...pages.map((page) => ready.console + page), `${ready.site}/feed.xml`]
  const times = new Map<string, number[]>(addresses.map((address) => [address, []]))
  const memory: number[] = []
  const before = await readCpu(pid)
  for (let round = 0; round < rounds; round += 1) {
    for (const address of addresses) {
      const start = performance.now()
      await (await fetch(address)).text()
      times.get(address)?.push(since(start))
    }
    memory.push(await readMemory(pid))
    await new Promise((resume) => setTimeout(resume, pause))
  }
  for (const [address, values] of times) printAgainst(new URL(address).pathname, values, limit)
  const cpu = ((await readCpu(pid)) - before) / 1_000
  const memories = `${memory[0]?.toFixed(0)} MB in the first round, ${memory.at(-1)?.toFixed(0)} MB in the last`
  console.log(`    the stack used ${cpu.toFixed(1)} s of CPU in ${rounds} rounds; ${memories}`)
}
