import path from 'node:path'
import type { Faults } from './faults.ts'
import { openFunctionPool, type PoolOptions } from './lambda/function-pool.ts'
import { openLogFile } from './lambda/log-file.ts'
import type { FunctionPlan } from './template/stack-plan.ts'

/** All functions of a stack. */
export type Functions = {
  /** By logical id or ARN. @throws {Error} if there is none, and what the function throws. */
  invoke(id: string, event: unknown): Promise<unknown>
  /** Crashes the invocations under way of the function that signs with this access key. */
  kill(accessKey: string): void
  /** Runs the code that is on disk now in new invocations. */
  reload(): void
  /** Logical ids of the functions with invocations under way or waiting. */
  busy(): string[]
  /** Lets invocations under way finish for so many milliseconds. */
  close(graceMs: number): Promise<void>
}

export type FunctionsOptions = Omit<PoolOptions, 'writeLine' | 'compileCache'> & {
  readonly dataFolder: string
  readonly faults: Pick<Faults, 'aroundInvoke'>
  readonly log: (line: string) => void
}

export function openFunctions(plans: readonly FunctionPlan[], options: FunctionsOptions): Functions {
  const opened = plans.map((plan) => openFunction(plan, options))
  return {
    invoke: async (id, event) => {
      const found = opened.find(({ plan }) => plan.logicalId === id || plan.arn === id)
      if (!found) throw new Error(`There is no function ${id}.`)
      return found.invoke(event)
    },
    kill: (accessKey) => opened.find(({ plan }) => plan.logicalId === accessKey)?.pool.kill(),
    reload: () => {
      for (const { pool } of opened) pool.reload()
    },
    busy: () => opened.filter((each) => each.underWay > 0).map(({ plan }) => plan.logicalId),
    close: async (graceMs) => {
      await Promise.all(opened.map(({ pool }) => pool.close(graceMs)))
    },
  }
}

function openFunction(plan: FunctionPlan, { dataFolder, faults, log, ...options }: FunctionsOptions) {
  const { logicalId } = plan
  const writeLine = openLogFile(path.join(dataFolder, 'logs', `${logicalId}.log`))
  const pool = openFunctionPool(plan, { ...options, writeLine, compileCache: path.join(dataFolder, 'compile-cache') })
  const opened = {
    plan,
    pool,
    underWay: 0,
    invoke: async (event: unknown): Promise<unknown> => {
      opened.underWay += 1
      try {
        return await faults.aroundInvoke(logicalId, () => pool.invoke(event))
      } catch (error) {
        log(`${logicalId}: ${error}`)
        writeLine(error instanceof Error ? (error.stack ?? String(error)) : String(error))
        throw error
      } finally {
        opened.underWay -= 1
      }
    },
  }
  return opened
}
