import { renameSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import type { StackPlan } from '../template/stack-plan.ts'

/** What other programs need to reach a running stack. */
type StackFile = {
  readonly pid: number
  readonly site: string
  readonly aws: string
  readonly region: string
  readonly stackName: string
  readonly outputs: Readonly<Record<string, string>>
  /** Names by logical id; for queues, URLs. */
  readonly buckets: Readonly<Record<string, string>>
  readonly tables: Readonly<Record<string, string>>
  readonly queues: Readonly<Record<string, string>>
  readonly functions: Readonly<Record<string, string>>
}

const fileIn = (folder: string) => path.join(folder, 'stack.json')

/** Writes the addresses of a running stack to its stack file. */
export function writeStackFile(folder: string, plan: StackPlan, urls: { readonly site: string; readonly aws: string }) {
  const content: StackFile = {
    pid: process.pid,
    ...urls,
    region: plan.region,
    stackName: plan.stackName,
    outputs: plan.outputs,
    buckets: byLogicalId(plan.buckets, ({ name }) => name),
    tables: byLogicalId(plan.tables, ({ name }) => name),
    queues: byLogicalId(plan.queues, ({ url }) => url),
    functions: byLogicalId(plan.functions, ({ name }) => name),
  }
  const file = fileIn(folder)
  writeFileSync(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`)
  renameSync(`${file}.new`, file)
}

export function removeStackFile(folder: string): void {
  rmSync(fileIn(folder), { force: true })
}

function byLogicalId<Resource extends { readonly logicalId: string }>(
  resources: readonly Resource[],
  nameOf: (resource: Resource) => string,
): Record<string, string> {
  return Object.fromEntries(resources.map((resource) => [resource.logicalId, nameOf(resource)]))
}
