import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { checkTemplate } from './check-template.ts'
import type { Template } from './template.ts'

const root = path.resolve(import.meta.dirname, '../..')
const assembly = path.join(root, 'cdk.out')

/** Checks the templates that `npm run synth` has just written, and names every problem. */
async function run(): Promise<void> {
  const runbook = await readFile(path.join(root, 'docs', 'runbook.md'), 'utf8')
  const files = (await readdir(assembly)).filter((name) => name.endsWith('.template.json'))
  if (files.length === 0) throw new Error(`${assembly} has no template: run \`npm run synth\` first`)
  for (const file of files) {
    const template = JSON.parse(await readFile(path.join(assembly, file), 'utf8')) as Template // CDK wrote it
    const problems = checkTemplate(template, runbook)
    for (const problem of problems) console.error(`${file}: ${problem}`)
    if (problems.length > 0) process.exitCode = 1
    else
      console.log(`${file}: ${Object.keys(template.Resources).length} resources fit the specification and the limits.`)
  }
}

await run()
