// Runs inside a worker thread instead of AWS's Node.js runtime. Loads one bundle, then handles one event after another.
import { flushCompileCache } from 'node:module'
import { parentPort, workerData } from 'node:worker_threads'
import { moveDate } from './moved-date.ts'
import type { Invocation, LambdaError, WorkerData, WorkerMessage } from './protocol.ts'
import { readOwnUsage } from './time-limit.ts'

type Handler = (event: unknown, context: unknown) => unknown

const { bundle, exportName, context, clockOffset }: WorkerData = workerData
/** Bytes. */
const maximumResponse = 6_291_556

moveDate(new BigInt64Array(clockOffset))
delete process.env.NODE_COMPILE_CACHE // already read when this thread started; AWS does not set it
try {
  const handler = await loadHandler()
  parentPort?.on('message', (invocation: Invocation) => void answer(handler, invocation))
  tell({ kind: 'loaded' })
  setImmediate(flushCompileCache) // for the function's next worker: this thread may be terminated before it exits
} catch (error) {
  tell({ kind: 'unloadable', error: describeError(error) })
}

async function loadHandler(): Promise<Handler> {
  const module = await import(bundle)
  const handler = module[exportName] ?? module.default?.[exportName] // `default` is `module.exports` of CommonJS
  if (typeof handler !== 'function') {
    throw named('Runtime.HandlerNotFound', `${exportName} is undefined or not exported by ${bundle}`)
  }
  if (handler.length > 2) {
    throw named('Runtime.CallbackHandlerDeprecated', 'Node.js 24 does not support callback-based handlers: use async')
  }
  return handler
}

async function answer(handler: Handler, { awsRequestId, event, timeoutMs }: Invocation): Promise<void> {
  const limit = readOwnUsage() + timeoutMs
  try {
    const value = await handler(JSON.parse(event), {
      ...context,
      awsRequestId,
      functionVersion: '$LATEST',
      logStreamName: 'local',
      callbackWaitsForEmptyEventLoop: true,
      getRemainingTimeInMillis: () => Math.max(0, Math.floor(limit - readOwnUsage())),
    })
    const result = JSON.stringify(value) ?? 'null'
    if (Buffer.byteLength(result) > maximumResponse) {
      throw named('Function.ResponseSizeTooLarge', `Response payload size exceeded ${maximumResponse} bytes.`)
    }
    tell({ kind: 'result', result })
  } catch (error) {
    tell({ kind: 'failed', error: describeError(error) })
  }
}

function tell(message: WorkerMessage): void {
  parentPort?.postMessage(message)
}

function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name })
}

function describeError(error: unknown): LambdaError {
  if (!(error instanceof Error)) return { errorType: typeof error, errorMessage: String(error), trace: [] }
  return { errorType: error.name, errorMessage: error.message, trace: error.stack?.split('\n') ?? [] }
}
