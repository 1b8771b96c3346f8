import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App, CfnOutput, CfnResource, Stack, type StackProps } from 'aws-cdk-lib'
import { onTestFinished } from 'vitest'
import { UnsupportedTemplateError } from '../../src/template/language/template-problem.ts'
import { type ReadStackOptions, readStack } from '../../src/template/read-stack.ts'
import type { StackPlan } from '../../src/template/stack-plan.ts'

type Define = (stack: Stack) => void
type Options = Partial<ReadStackOptions> & { readonly stack?: StackProps }

/** Creates a folder that is removed after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'template-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Synthesizes one stack, called Demo, and returns the folder of its assembly. */
export function synthesize(define: Define, props: StackProps = {}): string {
  const outdir = temporaryFolder()
  const app = new App({ outdir, analyticsReporting: false, builtinCloudFormationValidation: false })
  define(new Stack(app, 'Demo', props))
  app.synth()
  return outdir
}

/** Synthesizes a stack and reads it. */
export function plan(define: Define, { stack, ...options }: Options = {}): StackPlan {
  return readStack({
    assembly: synthesize(define, stack),
    awsUrl: 'http://127.0.0.1:4566',
    siteUrl: 'http://127.0.0.1:4000',
    ...options,
  })
}

/** Returns the problems for which a stack is refused, one line each: `Id Path: message`. */
export function refusals(define: Define, options: Options = {}): string[] {
  try {
    plan(define, options)
  } catch (error) {
    if (!(error instanceof UnsupportedTemplateError)) throw error
    return error.problems.map(({ logicalId, path, message }) => `${logicalId} ${path}: ${message}`)
  }
  return []
}

/** Adds a resource exactly as written. */
export function resource(stack: Stack, logicalId: string, type: string, properties: object): CfnResource {
  const created = new CfnResource(stack, logicalId, { type, properties: { ...properties } })
  created.overrideLogicalId(logicalId)
  return created
}

/** Returns the resolved text of a value of the template, read from an output. */
export function outputOf(define: (stack: Stack) => unknown, options: Options = {}): string | undefined {
  return plan((stack) => output(stack, define(stack)), options).outputs.Value
}

/** Adds an output called Value. */
export function output(stack: Stack, value: unknown): void {
  new CfnOutput(stack, 'Value', { value: '' }).value = value as string // intrinsic functions are allowed in place of texts
}
