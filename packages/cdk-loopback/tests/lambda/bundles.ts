import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { AsyncInvocationPlan, FunctionPlan } from '../../src/template/stack-plan.ts'

/** How Lambda treats asynchronous invocations unless a template says otherwise. */
export function asyncInvocation(plan: Partial<AsyncInvocationPlan> = {}): AsyncInvocationPlan {
  return {
    maximumRetryAttempts: 2,
    maximumEventAge: 21_600,
    onSuccess: undefined,
    onFailure: undefined,
    deadLetter: undefined,
    ...plan,
  }
}

/** Writes a bundle as esbuild would, and the plan of the function that runs it. */
export function writeFunction(folder: string, logicalId: string, code: string, plan: Partial<FunctionPlan> = {}) {
  const codeFolder = path.join(folder, 'code', logicalId)
  mkdirSync(codeFolder, { recursive: true })
  writeFileSync(path.join(codeFolder, 'index.mjs'), code)
  const whole: FunctionPlan = {
    logicalId,
    name: `Test-${logicalId}`,
    arn: `arn:aws:lambda:us-east-1:000000000000:function:Test-${logicalId}`,
    codeFolder,
    handler: 'index.handler',
    memory: 128,
    timeout: 10,
    environment: {},
    reservedConcurrency: undefined,
    asyncInvocation: asyncInvocation(),
    statements: [],
    ...plan,
  }
  return whole
}
