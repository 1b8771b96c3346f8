import { performance } from 'node:perf_hooks'
import type { Worker } from 'node:worker_threads'

/** What a thread has used since it started. Milliseconds. */
export type Usage = {
  readonly cpu: number
  /** How long the thread has waited, as for a response or a timer. */
  readonly idle: number
  /** How long this process's main thread, which answers for all services, has waited for a CPU or the disk. */
  readonly stalled: number
}

/** A thread that is blocked uses neither CPU time nor idle time. It is stopped after this many times its limit. */
const patience = 10
/** Milliseconds. */
const shortestDelay = 10

/**
 * Calls `onEnd` once when a thread has used up its time. AWS measures this by the wall clock, but gives each function its
 * CPU. Here, a busy machine may give a thread none for seconds, and such time does not count.
 * @returns a function that removes the limit
 */
export function limitTime(read: () => Promise<Usage>, limitMs: number, onEnd: () => void): () => void {
  const begin = read()
  let timer = setTimeout(() => void check(), limitMs)
  let isOver = false
  const stop = () => {
    isOver = true
    clearTimeout(timer)
    clearTimeout(last)
  }
  const end = () => {
    stop()
    onEnd()
  }
  const last = setTimeout(end, limitMs * patience)

  async function check(): Promise<void> {
    const left = limitMs - usedBetween(await begin, await read())
    if (isOver) return
    if (left <= 0) end()
    else timer = setTimeout(() => void check(), Math.max(left, shortestDelay))
  }
  return stop
}

/** Returns the milliseconds that count: at work, and waiting for services that were not waiting themselves. */
function usedBetween(begin: Usage, now: Usage): number {
  const waited = now.idle - begin.idle - (now.stalled - begin.stalled)
  return now.cpu - begin.cpu + Math.max(0, waited)
}

/** Reads what a thread has used. Never resolves while the thread is blocked. */
export async function readUsage(thread: Worker): Promise<Usage> {
  const { active, idle } = thread.performance.eventLoopUtilization()
  const main = performance.eventLoopUtilization()
  const stalled = Math.max(0, main.active - toMs(process.threadCpuUsage()))
  // A thread has no CPU usage before it has started and after it has ended. Node.js 24.0 to 24.5 do not tell it.
  const cpu = thread.cpuUsage ? await thread.cpuUsage().then(toMs, () => 0) : active
  return { cpu, idle, stalled }
}

/** Reads how many milliseconds this thread has used, in the same way. */
export function readOwnUsage(): number {
  return toMs(process.threadCpuUsage()) + performance.eventLoopUtilization().idle
}

function toMs({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000
}
