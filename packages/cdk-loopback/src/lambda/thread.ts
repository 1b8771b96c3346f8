import { existsSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Credentials } from '../endpoint/identities.ts'
import type { FunctionPlan } from '../template/stack-plan.ts'
import { logStream } from './function-log.ts'
import type { WorkerData } from './protocol.ts'

export type ThreadOptions = {
  readonly awsUrl: string
  readonly region: string
  /** What the function signs its requests with. */
  readonly credentials: Credentials
  /** Milliseconds to add to the machine's clock, as one BigInt64 that may change at any time. */
  readonly clockOffset: SharedArrayBuffer
  /** Folder of V8's compile cache, which nearly halves a cold start because sources are compiled only once. Empty: none. */
  readonly compileCache: string
  /** Receives each line that the function writes to its standard output or error. */
  readonly writeLine: (line: string) => void
}

/** MB for new objects. V8's default, 48 MB, is for a process; here, some twenty threads share one. */
const youngGeneration = 12

/** Starts a thread that loads a function's bundle, with the function's memory and environment. */
export function startThread(plan: FunctionPlan, options: ThreadOptions): Worker {
  const point = plan.handler.lastIndexOf('.')
  const workerData: WorkerData = {
    bundle: pathToFileURL(findBundle(path.join(plan.codeFolder, plan.handler.slice(0, point)))).href,
    exportName: plan.handler.slice(point + 1),
    context: {
      functionName: plan.name,
      invokedFunctionArn: plan.arn,
      memoryLimitInMB: String(plan.memory),
      logGroupName: logGroupOf(plan),
    },
    clockOffset: options.clockOffset,
  }
  const thread = new Worker(new URL('./lambda-runtime.ts', import.meta.url), {
    workerData,
    env: { ...environmentOf(plan, options), NODE_COMPILE_CACHE: options.compileCache },
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: plan.memory, maxYoungGenerationSizeMb: youngGeneration },
    stdout: true,
    stderr: true,
  })
  for (const input of [thread.stdout, thread.stderr]) createInterface({ input }).on('line', options.writeLine)
  return thread
}

/** Returns the name of a function's log group, even if the function may not write to it. */
function logGroupOf({ name, logging }: FunctionPlan): string {
  return logging?.group ?? `/aws/lambda/${name}`
}

/** Finds the file of a handler. Tries the same endings as Lambda's runtime, in the same order. */
function findBundle(file: string): string {
  return ['.js', '.mjs', '.cjs'].map((ending) => file + ending).find(existsSync) ?? `${file}.mjs`
}

/** Returns a function's `process.env`: its own variables and Lambda's, and only PATH from the host. */
function environmentOf(
  plan: FunctionPlan,
  { awsUrl, region, credentials }: Pick<ThreadOptions, 'awsUrl' | 'region' | 'credentials'>,
): Record<string, string> {
  return {
    PATH: process.env.PATH ?? '',
    TZ: 'UTC',
    LANG: 'en_US.UTF-8',
    ...plan.environment,
    _HANDLER: plan.handler,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
    AWS_LAMBDA_FUNCTION_NAME: plan.name,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(plan.memory),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: logGroupOf(plan),
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    LAMBDA_TASK_ROOT: plan.codeFolder,
    AWS_ENDPOINT_URL: awsUrl,
    // The embedded services recognize the function by its signature, and apply its role.
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    ...(credentials.sessionToken !== undefined && { AWS_SESSION_TOKEN: credentials.sessionToken }),
  }
}
