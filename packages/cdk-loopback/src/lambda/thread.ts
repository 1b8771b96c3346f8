import path from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { FunctionPlan } from '../template/stack-plan.ts'
import { environmentOf } from './environment.ts'
import type { WorkerData } from './protocol.ts'

export type ThreadOptions = {
  readonly awsUrl: string
  readonly region: string
  /** Milliseconds to add to the machine's clock, as one BigInt64 that may change at any time. */
  readonly clockOffset: SharedArrayBuffer
  /** Folder of V8's compile cache, which nearly halves a cold start: bundles and the runtime's types are read once. */
  readonly compileCache: string
  /** Takes each line that the function writes to its standard output or error. */
  readonly writeLine: (line: string) => void
}

/** Starts a thread that loads a function's bundle, with the function's memory and environment. */
export function startThread(plan: FunctionPlan, options: ThreadOptions): Worker {
  const point = plan.handler.lastIndexOf('.')
  const workerData: WorkerData = {
    bundle: pathToFileURL(path.join(plan.codeFolder, `${plan.handler.slice(0, point)}.mjs`)).href,
    exportName: plan.handler.slice(point + 1),
    context: { functionName: plan.name, invokedFunctionArn: plan.arn, memoryLimitInMB: String(plan.memory) },
    clockOffset: options.clockOffset,
  }
  const thread = new Worker(new URL('./lambda-runtime.ts', import.meta.url), {
    workerData,
    env: { ...environmentOf(plan, options), NODE_COMPILE_CACHE: options.compileCache },
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: plan.memory },
    stdout: true,
    stderr: true,
  })
  for (const input of [thread.stdout, thread.stderr]) createInterface({ input }).on('line', options.writeLine)
  return thread
}
