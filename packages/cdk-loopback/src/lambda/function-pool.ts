import type { FunctionPlan } from '../template/stack-plan.ts'
import { limitConcurrency } from './concurrency-limit.ts'
import { InvocationError } from './invocation-error.ts'
import type { ThreadOptions } from './thread.ts'
import { type LambdaWorker, startWorker } from './worker.ts'

/** The workers of one function: started when needed, kept warm, replaced after a crash. */
export type FunctionPool = {
  /** Waits for a free worker. @throws {InvocationError} */
  invoke(event: unknown, requestId?: string): Promise<unknown>
  /** Kills the workers that run an invocation. */
  kill(): void
  /** Replaces the workers, so that new invocations run the code that is on disk now. Running invocations finish first. */
  reload(): void
  /** Number of running and waiting invocations. */
  readonly busy: number
  /** Gives running invocations `graceMs` milliseconds to finish, then stops all workers. */
  close(graceMs: number): Promise<void>
}

export type PoolOptions = ThreadOptions & {
  /** Maximum number of workers. A lower reserved concurrency takes precedence. */
  readonly maxWorkers: number
}

export function openFunctionPool(plan: FunctionPlan, options: PoolOptions): FunctionPool {
  const concurrency = concurrencyOf(plan, options.maxWorkers)
  const limit = limitConcurrency(concurrency)
  const idle: LambdaWorker[] = []
  const working = new Set<LambdaWorker>()
  /** Workers with older code, which stop after the running invocation. */
  const outdated = new WeakSet<LambdaWorker>()

  async function invoke(event: unknown, requestId?: string): Promise<unknown> {
    if (concurrency === 0) throw new InvocationError('TooManyRequestsException', 'Rate Exceeded.')
    await limit.acquire()
    const worker = takeLiving(idle) ?? startWorker(plan, options)
    working.add(worker)
    try {
      return await worker.invoke(event, requestId)
    } finally {
      working.delete(worker)
      if (outdated.has(worker)) void worker.kill()
      else idle.push(worker)
      limit.release()
    }
  }

  return {
    invoke,
    kill: () => {
      for (const worker of working) void worker.kill()
    },
    reload: () => {
      for (const worker of idle.splice(0)) void worker.kill()
      for (const worker of working) outdated.add(worker)
    },
    get busy() {
      return limit.count
    },
    close: async (graceMs) => {
      await limit.close(new InvocationError('Runtime.ExitError', 'The local stack is closing.'), graceMs)
      await Promise.all([...working, ...idle].map((worker) => worker.kill()))
    },
  }
}

/** Returns how many events a function handles at a time. */
export function concurrencyOf(plan: FunctionPlan, maxWorkers: number): number {
  return Math.min(maxWorkers, plan.reservedConcurrency ?? maxWorkers)
}

/** Takes an idle worker that is still alive. Background work of an earlier event may have crashed a worker. */
function takeLiving(idle: LambdaWorker[]): LambdaWorker | undefined {
  let worker = idle.pop()
  while (worker && !worker.alive) worker = idle.pop()
  return worker
}
