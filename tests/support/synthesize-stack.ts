import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { App, type Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { build } from '../../build/build.ts'
import { readPublication } from '../../build/read-publication.ts'
import type { Publication } from '../../core/publication.ts'
import { createStacks } from '../../infra/create-stacks.ts'

/** Synthesizes the stack of publication.json with some settings changed. Returns its template. */
export async function synthesizeStack(changes: Partial<Publication> = {}, region?: string): Promise<Template> {
  const templates = await synthesizeStacks(changes, region)
  const template = templates.get(changes.stack ?? 'Postrider')
  if (!template) throw new Error(`The stacks are ${[...templates.keys()].join(', ')}`)
  return template
}

const synthesized = new Map<string, Promise<Map<string, Template>>>()

/** Synthesizes all stacks, once for all files of a worker: it takes a second. Returns their templates by name. */
export function synthesizeStacks(changes: Partial<Publication>, region?: string): Promise<Map<string, Template>> {
  const key = JSON.stringify([changes, region], (_name, value) => value ?? null)
  const known = synthesized.get(key) ?? synthesizeNow(changes, region)
  synthesized.set(key, known)
  return known
}

async function synthesizeNow(changes: Partial<Publication>, region?: string): Promise<Map<string, Template>> {
  const outdir = mkdtempSync(path.join(tmpdir(), 'postrider-synth-'))
  try {
    const app = await defineApp(outdir, changes, region)
    const stacks = app.node.children as Stack[] // createStacks adds nothing else
    return new Map(stacks.map((stack) => [stack.stackName, Template.fromStack(stack)]))
  } finally {
    rmSync(outdir, { recursive: true, force: true })
  }
}

/** Writes the assembly of publication.json with some settings changed to a folder. */
export async function writeAssembly(outdir: string, changes: Partial<Publication>): Promise<void> {
  const app = await defineApp(outdir, changes)
  app.synth()
}

async function defineApp(outdir: string, changes: Partial<Publication>, region?: string): Promise<App> {
  await build() // the stack names the folders of the bundles
  const context = { 'aws:cdk:disable-asset-staging': true }
  const app = new App({ outdir, analyticsReporting: false, context })
  createStacks(app, { ...(await readPublication()), ...changes }, region)
  return app
}
