import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { finished } from 'node:stream/promises'
import { connect } from '../cli/connect.ts'
import { readCsv } from '../cli/subscribers/read-csv.ts'
import { since } from './measure.ts'
import { startProcess, withFolder } from './support/local-process.ts'
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
    await withLocal(path.join(folder, 'data'), async (data, pid) => {
      const ceiling = await measureCeiling(data)
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

async function withLocal(data: string, use: (data: string, pid: number | undefined) => Promise<void>): Promise<void> {
  const local = await startProcess(data, ['--no-seeds'])
  try {
    await use(data, local.process.pid)
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
async function measureCeiling(data: string): Promise<number> {
  const stack = await connect({ data })
  const { aws } = JSON.parse(await readFile(path.join(data, 'stack.json'), 'utf8')) as { aws: string } // local mode wrote it
  const end = performance.now() + ceilingTime
  let written = 0
  const write = async (lane: number) => {
    for (let request = 0; performance.now() < end; request += 1) {
      await batchWrite(aws, stack.settings.subscribersTable, `${lane}-${request}`)
      written += 25
    }
  }
  await Promise.all([0, 1, 2, 3].map(write))
  return (written / 2 / ceilingTime) * 1000
}

/** Writes rows without the AWS SDK, to exclude its cost. */
async function batchWrite(aws: string, table: string, name: string): Promise<void> {
  const text = (S: string) => ({ S })
  const rows = Array.from({ length: 25 }, (_, n) => ({
    PutRequest: { Item: { pk: text(`ceiling#${name}-${n}`), sk: text('ceiling'), text: text('x'.repeat(500)) } },
  }))
  const response = await fetch(aws, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'DynamoDB_20120810.BatchWriteItem',
      authorization:
        'AWS4-HMAC-SHA256 Credential=operator/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify({ RequestItems: { [table]: rows } }),
  })
  if (!response.ok) throw new Error(`The store answered ${response.status}: ${await response.text()}`)
  await response.arrayBuffer()
}

async function perSecond(rows: number, run: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await run()
  return (rows * 1000) / since(start)
}
