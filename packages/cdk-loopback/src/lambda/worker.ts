import { randomUUID } from 'node:crypto'
import type { FunctionPlan } from '../template/stack-plan.ts'
import { crashed, exited, thrown, timedOut } from './invocation-error.ts'
import type { Invocation, WorkerMessage } from './protocol.ts'
import { startThread, type ThreadOptions } from './thread.ts'
import { limitTime, readUsage } from './time-limit.ts'

/** A worker thread with one loaded function. Like a Lambda execution environment, it handles one event at a time. */
export type LambdaWorker = {
  /** @throws {InvocationError} what the function threw, its timeout or its crash. */
  invoke(event: unknown, requestId?: string): Promise<unknown>
  /** Stops the thread. A running invocation fails as in a crash. */
  kill(): Promise<void>
  readonly alive: boolean
}

/** Milliseconds that AWS gives a function to load. */
const loadLimit = 10_000

export function startWorker(plan: FunctionPlan, options: ThreadOptions): LambdaWorker {
  const thread = startThread(plan, options)
  const loaded = Promise.withResolvers<void>()
  const usage = () => readUsage(thread)
  const endLoading = limitTime(usage, loadLimit, () => void die(timedOut(loadLimit)))
  let current: PromiseWithResolvers<unknown> | undefined
  let death: Error | undefined

  async function die(reason: Error): Promise<void> {
    if (death) return
    death = reason
    endLoading()
    loaded.resolve()
    current?.reject(reason)
    await thread.terminate()
  }

  function receive(message: WorkerMessage): void {
    if (message.kind === 'unloadable') void die(thrown(message.error))
    else if (message.kind === 'failed') current?.reject(thrown(message.error))
    else if (message.kind === 'result') current?.resolve(JSON.parse(message.result))
    else {
      endLoading()
      loaded.resolve()
    }
  }

  async function invoke(event: unknown, awsRequestId: string = randomUUID()): Promise<unknown> {
    await loaded.promise
    if (death) throw death
    const timeoutMs = plan.timeout * 1000
    const stop = limitTime(usage, timeoutMs, () => void die(timedOut(timeoutMs)))
    const invocation: Invocation = { awsRequestId, event: JSON.stringify(event) ?? 'null', timeoutMs }
    current = Promise.withResolvers()
    thread.postMessage(invocation)
    return current.promise.finally(stop)
  }

  thread.on('message', receive)
  thread.on('error', (error) => void die(crashed(error)))
  thread.on('exit', (code) => void die(exited(`exit status ${code}`)))
  return {
    invoke,
    kill: () => die(exited('signal: killed')),
    get alive() {
      return death === undefined
    },
  }
}
