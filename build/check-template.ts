import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { synthesize } from './assembly.ts'
import { checkRecursiveLoops } from './check-template/recursive-loops.ts'
import type { Template } from './check-template/template.ts'

// Checks the synthesized template for mistakes that CloudFormation accepts. Part of `npm run check`.
const checks: readonly ((template: Template) => readonly string[])[] = [checkRecursiveLoops]

const template = await readTemplate()
const problems = checks.flatMap((check) => check(template))
for (const problem of problems) console.error(problem)
if (problems.length > 0) process.exitCode = 1

async function readTemplate(): Promise<Template> {
  const { folder } = await synthesize()
  const { artifacts } = JSON.parse(await readFile(path.join(folder, 'manifest.json'), 'utf8')) as Manifest // written by CDK
  const stack = Object.values(artifacts).find(({ type }) => type === 'aws:cloudformation:stack')
  return JSON.parse(await readFile(path.join(folder, stack?.properties?.templateFile ?? ''), 'utf8'))
}

type Manifest = {
  readonly artifacts: Record<
    string,
    { readonly type: string; readonly properties?: { readonly templateFile?: string } }
  >
}
