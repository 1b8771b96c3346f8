import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { StackPlan } from '../template/stack-plan.ts'

/**
 * Returns a digest of everything that a deployment would change: the plan and the code of its functions. Leaves out
 * what only differs between starts: the address of the endpoint, and where the code is.
 */
export function fingerprintOf(plan: StackPlan, awsUrl: string): string {
  const functions = plan.functions.map((each) => ({ ...each, codeFolder: digestFolder(each.codeFolder) }))
  const text = JSON.stringify({ ...plan, functions }).replaceAll(awsUrl, 'http://aws')
  return createHash('sha256').update(text).digest('hex')
}

/** Digests the paths and contents of all files in a folder. */
function digestFolder(folder: string): string {
  const hash = createHash('sha256')
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  const files = entries.map((entry) => path.join(entry.parentPath, entry.name)).sort()
  for (const file of files) {
    const content = readFileSync(file)
    hash.update(JSON.stringify([path.relative(folder, file), content.length])).update(content)
  }
  return hash.digest('hex')
}
