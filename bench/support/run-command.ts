import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { text } from 'node:stream/consumers'

/** What a command used and printed. */
export type CommandRun = {
  /** CPU time in milliseconds. */
  readonly cpu: number
  /** Maximum of its memory, in MB. */
  readonly memory: number
  readonly output: string
}

const root = path.resolve(import.meta.dirname, '../..')

/** Makes a process report what it used to its file descriptor 3 when it exits. */
const reporter = `data:text/javascript,${encodeURIComponent(`
  import { writeSync } from 'node:fs'
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    writeSync(3, JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1000, memory: maxRSS / 1024 }))
  })`)}`

/** Runs a command on the local stack of a data folder, in its own process. @throws {Error} if it fails */
export async function runCommand(data: string, words: readonly string[]): Promise<CommandRun> {
  const child = spawn(process.execPath, ['--import', reporter, 'cli/postrider.ts', '--data', data, ...words], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const [, stdout, stderr, report] = child.stdio
  if (!stdout || !stderr || !report || !('setEncoding' in report)) throw new Error('The command has no output')
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  const [output, errors, usage, code] = await Promise.all([text(stdout), text(stderr), text(report), ended])
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}:\n${errors}`)
  return { ...(JSON.parse(usage) as Omit<CommandRun, 'output'>), output } // `reporter` wrote it
}

/** Milliseconds of CPU time in one tick of Linux's clock. */
const tick = 10

/** Returns the CPU time that a process has used, with all of its threads, in milliseconds. Works on Linux only. */
export async function readCpu(pid: number | undefined): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
  const [user, system] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .slice(11, 13)
    .map(Number) // utime, stime
  return ((user ?? 0) + (system ?? 0)) * tick
}

/** Returns the resident memory of a process, in MB. Works on Linux only. */
export async function readMemory(pid: number | undefined): Promise<number> {
  const [, kilobytes] = /^VmRSS:\s+(\d+) kB$/m.exec(await readFile(`/proc/${pid}/status`, 'utf8')) ?? []
  return Number(kilobytes) / 1024
}
