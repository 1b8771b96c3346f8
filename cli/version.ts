import type { Command } from 'commander'
import { readVersion } from '../build/version.ts'
import type { DeployedStack } from '../core/deployment/deployed-stack.ts'
import type { StackOptions } from './connect/select-stack.ts'
import { describeSelected } from './connect.ts'
import { createReport } from './report.ts'

/** Milliseconds. The version of the stack is left out if it takes longer. */
const patience = 3_000

export function define(command: Command): void {
  command
    .description('print the versions of this command, of Node and of the selected stack')
    .addHelpText('after', '\nExamples:\n  postrider version\n  postrider --stack Postrider --region eu-west-1 version')
    .action(async () => {
      const options = command.optsWithGlobals<StackOptions & { readonly json?: boolean }>()
      const [version, stack] = await Promise.all([readVersion(), findSoon(options)])
      const answer = { version, node: process.versions.node, ...(stack && { stack: versionOf(stack) }) }
      createReport(options.json ?? false).answer(answer, [
        `postrider ${version}`,
        `node ${answer.node}`,
        ...(answer.stack
          ? [`stack ${answer.stack.name} ${answer.stack.version ?? '(older: it does not say its version)'}`]
          : []),
      ])
    })
}

const versionOf = ({ name, outputs }: DeployedStack) => ({ name, version: outputs.Version ?? null })

/** Describes the selected stack if it can be reached soon. A note says why a stack that was named cannot. */
async function findSoon(options: StackOptions): Promise<DeployedStack | undefined> {
  const timeout = new Promise<never>((_resolve, reject) => {
    setTimeout(() => reject(new Error('It does not answer in time.')), patience).unref()
  })
  return Promise.race([describeSelected(options), timeout]).catch(async (error: Error) => {
    const { stack = process.env.POSTRIDER_STACK, data } = options
    if (!stack && data === undefined) return undefined
    const { explainError } = await import('../operations/explain-error.ts')
    const { message } = explainError(error, { ...options, policy: 'Editor' }) ?? error
    process.stderr.write(`Note: the version of the stack is not known. ${message}\n`)
    return undefined
  })
}
