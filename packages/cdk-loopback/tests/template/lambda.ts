import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Stack } from 'aws-cdk-lib'
import { Code, type FunctionProps, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda'
import { temporaryFolder } from './synthesize.ts'

/** Adds a function with its own bundle. */
export function lambda(stack: Stack, id: string, props: Partial<FunctionProps> = {}): LambdaFunction {
  const folder = join(temporaryFolder(), id)
  mkdirSync(folder)
  writeFileSync(join(folder, 'index.mjs'), `export const handler = () => '${id}'\n`)
  return new LambdaFunction(stack, id, {
    runtime: Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: Code.fromAsset(folder),
    ...props,
  })
}
