import { spawn } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { finished } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from '../cli/connect.ts'
import { readCsv } from '../cli/subscribers/read-csv.ts'
import { since } from './measure.ts'
import { startProcess, withFolder } from './support/local-process.ts'

/** Milliseconds that the measurement of the store's maximum rate takes. */
const ceilingTime = 5_000

/**
 * Imports a list into a running local stack with the command. Compares that with only reading the file, and with batch
 * writes of the same two rows per subscriber without lookups. Another number of rows: `npm run bench -- import 100000`.
 */
export async function benchImport(rows = Number(process.argv[3] ?? 1_000_000)): Promise<void> {
  await withFolder(async (folder) => {
    const file = path.join(folder, 'list.csv')
    await writeList(file, rows)
    const parsing = await perSecond(rows, () => readAll(file))
    await withLocal(path.join(folder, 'data'), async (data) => {
      const ceiling = await measureCeiling(data)
      let peak = 0
      const importing = await perSecond(rows, async () => {
        peak = await runImport(data, file)
      })
      const again = await perSecond(rows, () => runImport(data, file))
      print(`import of ${rows.toLocaleString('en')} rows`, importing)
      print('the same again, which changes nothing', again)
      print('reading the file alone', parsing)
      print('batch writes alone', ceiling)
      console.log(
        `  ratio to reading alone ${(importing / parsing).toFixed(3)}, to batch writes ${(importing / ceiling).toFixed(2)}`,
      )
      console.log(`  peak memory of the command: ${Math.round(peak / 1024)} MB`)
    })
  })
}

/** @param rate in rows per second */
function print(what: string, rate: number): void {
  console.log(`  ${what}: ${Math.round(rate).toLocaleString('en')} rows/s`)
}

async function withLocal(data: string, use: (data: string) => Promise<void>): Promise<void> {
  const local = await startProcess(data, ['--no-seeds'])
  try {
    await use(data)
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

/** Runs the command and returns its peak memory in KiB; 0 if the system does not report it. */
async function runImport(data: string, file: string): Promise<number> {
  const words = ['--data', data, 'subscribers', 'import', file, '--confirmed']
  const child = spawn(process.execPath, ['cli/postrider.ts', ...words], {
    cwd: path.dirname(import.meta.dirname),
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  let peak = 0
  let code: number | null | undefined
  child.once('exit', (exit) => {
    code = exit
  })
  while (code === undefined) {
    const status = await readFile(`/proc/${child.pid}/status`, 'utf8').catch(() => '')
    peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0))
    await sleep(200)
  }
  if (code !== 0) throw new Error(`The import ended with ${code}`)
  return peak
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
