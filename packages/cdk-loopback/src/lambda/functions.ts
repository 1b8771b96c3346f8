import { randomUUID } from 'node:crypto'
import path from 'node:path'
import type { Credentials } from '../endpoint/identities.ts'
import type { Faults } from '../faults/faults.ts'
import { megabyte, readDiskSpace } from '../host/disk-space.ts'
import type { FunctionPlan } from '../template/stack-plan.ts'
import { type AccountConcurrency, limitAccount } from './account-concurrency.ts'
import { type FunctionLogOptions, openFunctionLog } from './function-log.ts'
import { openFunctionPool, type PoolOptions } from './function-pool.ts'

/** All functions of a stack. */
export type Functions = {
  /**
   * Invokes a function by logical id or ARN. Default request id: a new one.
   * @throws {Error} if there is no such function, or what the function throws
   */
  invoke(id: string, event: unknown, requestId?: string): Promise<unknown>
  /** Kills the running invocations of a function. Does nothing if there is no such function. */
  kill(logicalId: string): void
  /** Runs the code that is on disk now in new invocations. */
  reload(): void
  /** Lists the logical ids of functions with running or waiting invocations. */
  busy(): string[]
  /** Stops all functions. Running invocations get `graceMs` milliseconds to finish. */
  close(graceMs: number): Promise<void>
}

export type FunctionsOptions = Omit<PoolOptions, 'writeLine' | 'compileCache' | 'credentials'> &
  FunctionLogOptions & {
    readonly credentialsOf: (logicalId: string) => Credentials
    /** Default: a folder in the data folder, or none if the disk is nearly full. */
    readonly compileCache?: string
    /** How many invocations of all functions run at a time. */
    readonly concurrency: number
    readonly faults: Pick<Faults, 'aroundInvoke'>
  }

/** Bytes. With less, V8's compile cache would need room that data needs. */
const roomForCache = 32 * megabyte

/** Returns the folder of V8's compile cache. */
export const compileCacheOf = (dataFolder: string) => path.join(dataFolder, 'compile-cache')

export function openFunctions(plans: readonly FunctionPlan[], options: FunctionsOptions): Functions {
  const account = limitAccount(plans, options.concurrency)
  const { dataFolder, compileCache = defaultCache(dataFolder) } = options
  const opened = plans.map((plan) => openFunction(plan, account, { ...options, compileCache }))
  return {
    invoke: async (id, event, requestId) => {
      const target = opened.find(({ plan }) => plan.logicalId === id || plan.arn === id)
      if (!target) throw new Error(`There is no function ${id}.`)
      return target.invoke(event, requestId)
    },
    kill: (logicalId) => opened.find(({ plan }) => plan.logicalId === logicalId)?.pool.kill(),
    reload: () => {
      for (const { pool } of opened) pool.reload()
    },
    busy: () => opened.filter((each) => each.invocations > 0).map(({ plan }) => plan.logicalId),
    close: async (graceMs) => {
      await Promise.all(opened.map(({ pool }) => pool.close(graceMs)))
    },
  }
}

function defaultCache(dataFolder: string): string {
  return readDiskSpace(dataFolder).free < roomForCache ? '' : compileCacheOf(dataFolder)
}

function openFunction(
  plan: FunctionPlan,
  account: AccountConcurrency,
  { dataFolder, faults, log, logs, now, credentialsOf, ...rest }: FunctionsOptions & Pick<PoolOptions, 'compileCache'>,
) {
  const { logicalId } = plan
  const functionLog = openFunctionLog(plan, { dataFolder, logs, now, log })
  const options = { ...rest, writeLine: functionLog.writeLine, credentials: credentialsOf(logicalId) }
  const pool = openFunctionPool(plan, options)
  const run = async (event: unknown, requestId: string): Promise<unknown> => {
    const end = account.begin(plan.arn)
    try {
      return await pool.invoke(event, requestId)
    } finally {
      end()
    }
  }
  const opened = {
    plan,
    pool,
    invocations: 0,
    invoke: async (event: unknown, requestId: string = randomUUID()): Promise<unknown> => {
      opened.invocations += 1
      try {
        return await faults.aroundInvoke(logicalId, () => run(event, requestId))
      } catch (error) {
        log(`${logicalId}: ${error}`)
        functionLog.writeError(error, requestId)
        throw error
      } finally {
        opened.invocations -= 1
      }
    },
  }
  return opened
}
