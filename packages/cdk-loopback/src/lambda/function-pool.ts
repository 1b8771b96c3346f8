import type { FunctionPlan } from '../template/stack-plan.ts'
import { InvocationError } from './invocation-error.ts'
import type { ThreadOptions } from './thread.ts'
import { limitTurns } from './turns.ts'
import { type LambdaWorker, startWorker } from './worker.ts'

/** The workers of one function: started when needed, kept warm, replaced after a crash. */
export type FunctionPool = {
  /** Waits for a free worker. @throws {InvocationError} */
  invoke(event: unknown): Promise<unknown>
  /** Crashes the workers with an invocation under way. */
  kill(): void
  /** Replaces the workers, so that new invocations run the code that is on disk now. Invocations under way finish first. */
  reload(): void
  /** Invocations under way or waiting. */
  readonly busy: number
  /** Lets invocations under way finish for so many milliseconds, then ends all workers. */
  close(graceMs: number): Promise<void>
}

export type PoolOptions = ThreadOptions & {
  /** Most workers at a time; a lower reserved concurrency wins. */
  readonly maxWorkers: number
}

export function openFunctionPool(plan: FunctionPlan, options: PoolOptions): FunctionPool {
  const concurrency = concurrencyOf(plan, options.maxWorkers)
  const turns = limitTurns(concurrency)
  const idle: LambdaWorker[] = []
  const working = new Set<LambdaWorker>()
  /** Workers with older code, which end after the invocation under way. */
  const outdated = new WeakSet<LambdaWorker>()

  async function invoke(event: unknown): Promise<unknown> {
    if (concurrency === 0) throw new InvocationError('TooManyRequestsException', 'Rate Exceeded.')
    await turns.take()
    const worker = takeLiving(idle) ?? startWorker(plan, options)
    working.add(worker)
    try {
      return await worker.invoke(event)
    } finally {
      working.delete(worker)
      if (outdated.has(worker)) void worker.kill()
      else idle.push(worker)
      turns.give()
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
      return turns.count
    },
    close: async (graceMs) => {
      await turns.close(new InvocationError('Runtime.ExitError', 'The local stack is closing.'), graceMs)
      await Promise.all([...working, ...idle].map((worker) => worker.kill()))
    },
  }
}

/** How many events a function takes at a time. */
export function concurrencyOf(plan: FunctionPlan, maxWorkers: number): number {
  return Math.min(maxWorkers, plan.reservedConcurrency ?? maxWorkers)
}

/** An idle worker may have died of what its last event left running. */
function takeLiving(idle: LambdaWorker[]): LambdaWorker | undefined {
  let worker = idle.pop()
  while (worker && !worker.alive) worker = idle.pop()
  return worker
}
