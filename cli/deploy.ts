import type { Command } from 'commander'
import { readOutputs } from '../aws/deployment/account-reader.ts'
import { CommandFailure } from './command-failure.ts'
import { checkReadiness, type PlaceOptions } from './deploy/check-readiness.ts'
import { describeNextSteps } from './deploy/next-steps.ts'
import { qualifyParameters } from './deploy/qualify-parameters.ts'
import { runCdk } from './deploy/run-cdk.ts'
import { createReport, type Report } from './report.ts'

type DeployOptions = PlaceOptions & { readonly dryRun?: boolean }

export function define(command: Command): void {
  command
    .description('check the account, deploy the stack to AWS with cdk, and say what to do next')
    .argument('[cdk-options...]', 'passed on to `cdk deploy`, such as --parameters ProtectTables=true')
    .option('--dry-run', 'only check')
    .option('--region <region>', 'default: AWS_REGION, or the region of the profile')
    .option('--profile <name>', 'profile of the AWS configuration (AWS_PROFILE)')
    .allowUnknownOption()
    .action((args: string[], options: DeployOptions) => {
      const json: boolean = command.optsWithGlobals().json ?? false
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
  const outputs = await readOutputs(publication.stack, place)
  report.answer({ ...target, warnings, outputs }, ['', ...describeNextSteps(outputs, facts, publication.operator)])
}

function describeProblems(problems: readonly string[]): string {
  const heading = `Nothing was deployed. Fix ${problems.length === 1 ? 'this problem' : `these ${problems.length} problems`} first:`
  return [heading, ...problems.map((problem) => `  - ${problem}`)].join('\n')
}
