// Runs the whole local stack in a separate process, with a high quota of mails. At the start, and in answer to each
// message as soon as no work is pending, it reports what the process has used.

import { startLocal } from 'cdk-loopback/start-local'
import { synthesize } from '../../build/assembly.ts'
import { profile } from '../../cli/connect.ts'
import type { StackReport } from './start-stack.ts'

const [, , data = ''] = process.argv
const assembly = await synthesize()
const quota = { max24HourSend: -1, maxSendRate: 1_000_000 }
const log = (line: string) => void process.stderr.write(`${line}\n`)
const local = await startLocal({ assembly: assembly.folder, data, profile, quota, log })
process.on('message', () => local.idle({ timeoutMs: 600_000 }).then(report))
process.on('disconnect', () => local.close().then(() => process.exit(0)))
report()

function report(): void {
  const { user, system } = process.cpuUsage()
  const content: StackReport = {
    site: local.site,
    cpu: (user + system) / 1_000,
    memory: process.memoryUsage.rss() / 1_000_000,
  }
  process.send?.(content)
}
