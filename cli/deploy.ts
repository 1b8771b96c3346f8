import type { Command } from 'commander'
import { type Connection, createDynamo } from '../aws/clients.ts'
import { issueStore } from '../aws/issues/issue-store.ts'
import { readRemovedDigests } from '../aws/monitoring/removed-digests.ts'
import { subscriberStore } from '../aws/subscribers/subscriber-store.ts'
import { describeRemovedDigests } from '../core/monitoring/removed-digests.ts'
import type { Publication } from '../core/publication.ts'
import { CommandFailure } from '../operations/command-failure.ts'
import { reachStack } from '../operations/reach-stack.ts'
import type { StackOptions } from './connect/select-stack.ts'
import { checkReadiness } from './deploy/check-readiness.ts'
import { describeNextSteps } from './deploy/next-steps.ts'
import { qualifyParameters } from './deploy/qualify-parameters.ts'
import { runCdk } from './deploy/run-cdk.ts'
import { createReport, type Report } from './report.ts'

type DeployOptions = StackOptions & { readonly dryRun?: boolean }

export function define(command: Command): void {
  command
    .description('check the account, deploy the stack to AWS with cdk, and say what to do next')
    .argument('[cdk-options...]', 'passed on to `cdk deploy`, such as --parameters ProtectTables=true')
    .option('--dry-run', 'only check')
    .allowUnknownOption()
    .action((args: string[]) => {
      const { json = false, ...options } = command.optsWithGlobals<DeployOptions & { readonly json?: boolean }>()
      return deploy(args, options, { ...createReport(json), cdkOutput: json ? 2 : 1 })
    })
}

/** Checks everything before anything is created, and then lets cdk deploy. */
async function deploy(
  args: readonly string[],
  options: DeployOptions,
  report: Report & { readonly cdkOutput: 1 | 2 },
): Promise<void> {
  const { problems, warnings, ready } = await checkReadiness(options)
  for (const warning of warnings) process.stderr.write(`Warning: ${warning}\n`)
  if (!ready) throw new CommandFailure(describeProblems(problems))
  const { publication, place, account, facts } = ready
  const target = { stack: publication.stack, region: place.region, account }
  if (options.dryRun) {
    const line = `Ready to deploy ${target.stack} to ${target.region} in the account ${account}.`
    return report.answer({ ...target, warnings }, [line])
  }
  // CDK deploys the stack of the certificate, too, if there is one, because this stack depends on it.
  const code = await runCdk(
    ['deploy', publication.stack, ...qualifyParameters(args, publication.stack)],
    place,
    report.cdkOutput,
  )
  if (code !== 0) throw new CommandFailure(`cdk deploy failed with exit code ${code}.`)
  const { outputs } = await reachStack(publication.stack, place)
  const removedDigests = await findRemovedDigests(publication, place, outputs)
  const removed = describeRemovedDigests(removedDigests, publication).map((line) => `Warning: ${line}`)
  report.answer({ ...target, warnings, outputs, removedDigests }, [
    '',
    ...describeNextSteps(outputs, facts, publication.operator),
    ...(removed.length > 0 ? ['', ...removed] : []),
  ])
}

/** Finds digests that this deployment removed although people read them. */
function findRemovedDigests(publication: Publication, place: Connection, outputs: Readonly<Record<string, string>>) {
  const dynamo = createDynamo(place)
  const issues = issueStore(dynamo, outputs.IssuesTableSetting ?? '')
  const subscribers = subscriberStore(dynamo, outputs.SubscribersTableSetting ?? '')
  return readRemovedDigests({ issues, subscribers }, publication)
}

function describeProblems(problems: readonly string[]): string {
  const heading = `Nothing was deployed. Fix ${problems.length === 1 ? 'this problem' : `these ${problems.length} problems`} first:`
  return [heading, ...problems.map((problem) => `  - ${problem}`)].join('\n')
}
