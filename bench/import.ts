import { createWriteStream } from 'node:fs'
import path from 'node:path'
import { finished } from 'node:stream/promises'
import { BatchWriteCommand } from '@aws-sdk/lib-dynamodb'
import { createDynamo } from '../aws/clients.ts'
import { connect } from '../cli/connect.ts'
import { readCsv } from '../operations/subscribers/read-csv.ts'
import { since } from './measure.ts'
import { type LocalProcess, type Ready, startProcess, withFolder } from './support/local-process.ts'
import { readCpu, runCommand } from './support/run-command.ts'

/** Milliseconds that the measurement of the store's maximum rate takes. */
const ceilingTime = 5_000

/**
 * Imports a list into a running local stack with the command: as a dry run, and twice; then exports it. Compares that with
 * only reading the file, and with batch writes of the same two rows per subscriber without lookups. Another number of
 * rows: `npm run bench -- import 100000`.
 */
export async function benchImport(rows = Number(process.argv[3] ?? 1_000_000)): Promise<void> {
  await withFolder(async (folder) => {
    const file = path.join(folder, 'list.csv')
    await writeList(file, rows)
    const parsing = await perSecond(rows, () => readAll(file))
    await withLocal(path.join(folder, 'data'), async ({ ready, process: { pid } }) => {
      const { data } = ready
      const ceiling = await measureCeiling(data, ready)
      const run = async (what: string, ...words: string[]) => {
        const before = await readCpu(pid)
        const start = performance.now()
        const { cpu, memory } = await runCommand(data, ['subscribers', ...words])
        const rate = (rows * 1000) / since(start)
        const stack = (await readCpu(pid)) - before
        print(what, rate)
        console.log(
          `    ${(cpu / 1000).toFixed(1)} s of CPU in the command, at most ${memory.toFixed(0)} MB; ${(stack / 1000).toFixed(1)} s in the stack`,
        )
        return rate
      }
      await run(`dry run of ${rows.toLocaleString('en')} rows`, 'import', file, '--confirmed', '--dry-run')
      const importing = await run(`import of ${rows.toLocaleString('en')} rows`, 'import', file, '--confirmed')
      await run('the same again, which changes nothing', 'import', file, '--confirmed')
      await run('export', 'export', path.join(folder, 'export.csv'))
      print('reading the file alone', parsing)
      print('batch writes alone', ceiling)
      console.log(
        `  ratio to reading alone ${(importing / parsing).toFixed(3)}, to batch writes ${(importing / ceiling).toFixed(2)}`,
      )
    })
  })
}

/** @param rate in rows per second */
function print(what: string, rate: number): void {
  console.log(`  ${what}: ${Math.round(rate).toLocaleString('en')} rows/s`)
}

async function withLocal(data: string, use: (local: LocalProcess) => Promise<void>): Promise<void> {
  const local = await startProcess(data, ['--no-seeds'])
  try {
    await use(local)
  } finally {
    await local.stop()
  }
}

async function writeList(file: string, rows: number): Promise<void> {
  const target = createWriteStream(file)
  target.write('email,first_name,status,created_at,tags\n')
  for (let n = 0; n < rows; n += 1) {
    const row = `reader-${n}@example${n % 500}.org,Reader ${n},active,2024-01-01 00:00:00 UTC,"news, letters"\n`
    if (!target.write(row)) await new Promise((resume) => target.once('drain', () => resume(undefined)))
  }
  target.end()
  await finished(target)
}

async function readAll(file: string): Promise<void> {
  for await (const { record } of readCsv(file, { skip: () => {} })) if (!record.email) throw new Error('no address')
}

/** Returns the maximum subscribers per second of the store: two rows each, 25 rows a request, four requests at a time. */
async function measureCeiling(data: string, { aws: endpoint, credentials }: Ready): Promise<number> {
  const { settings } = await connect({ data })
  const dynamo = createDynamo({ endpoint, region: 'us-east-1', credentials })
  const end = performance.now() + ceilingTime
  let written = 0
  const write = async (lane: number) => {
    for (let request = 0; performance.now() < end; request += 1) {
      const rows = Array.from({ length: 25 }, (_, n) => ({
        PutRequest: { Item: { pk: `ceiling#${lane}-${request}-${n}`, sk: 'ceiling', text: 'x'.repeat(500) } },
      }))
      await dynamo.send(new BatchWriteCommand({ RequestItems: { [settings.subscribersTable]: rows } }))
      written += 25
    }
  }
  await Promise.all([0, 1, 2, 3].map(write))
  return (written / 2 / ceilingTime) * 1000
}

async function perSecond(rows: number, run: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await run()
  return (rows * 1000) / since(start)
}
