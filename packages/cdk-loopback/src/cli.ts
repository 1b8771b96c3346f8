#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { startLocal } from './start-local.ts'

const usage = `cdk-loopback [ASSEMBLY] [--data DIR] [--port N] [--aws-port N] [--stack NAME] [--parameter NAME=VALUE]…
             [--verified-identity NAME]… [--ses-sandbox] [--concurrency N]

Runs a synthesized CDK stack on this machine until it is interrupted.

  ASSEMBLY             folder that \`cdk synth\` wrote (default: cdk.out)
  --data               folder that keeps the stack's state (default: .loopback)
  --port               port of the site (default: any free port)
  --aws-port           port of the AWS endpoint (default: any free port)
  --stack              name of the stack, if the assembly has several
  --parameter          value of a template parameter
  --verified-identity  address or domain that may send mail, besides the template's
  --ses-sandbox        puts SES into its sandbox: recipients must be verified, and the quota is low
  --concurrency        how many invocations run at a time (default: 1000)`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    data: { type: 'string', default: '.loopback' },
    port: { type: 'string', default: '0' },
    'aws-port': { type: 'string', default: '0' },
    stack: { type: 'string' },
    parameter: { type: 'string', multiple: true, default: [] },
    'verified-identity': { type: 'string', multiple: true, default: [] },
    'ses-sandbox': { type: 'boolean', default: false },
    concurrency: { type: 'string' },
    help: { type: 'boolean', short: 'h' },
  },
})
if (values.help) console.log(usage)
else await run().catch(fail)

async function run(): Promise<void> {
  const stack = await startLocal({
    assembly: positionals[0] ?? 'cdk.out',
    data: values.data,
    sitePort: Number(values.port),
    awsPort: Number(values['aws-port']),
    ...(values.stack !== undefined && { stackName: values.stack }),
    ...(values.concurrency !== undefined && { concurrency: Number(values.concurrency) }),
    parameters: Object.fromEntries(values.parameter.map(splitParameter)),
    ses: { sandbox: values['ses-sandbox'], verifiedIdentities: values['verified-identity'] },
    settings: { data: '--data', sitePort: '--port', awsPort: '--aws-port' },
    log: console.error,
  })
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stack.close())
  console.log(JSON.stringify({ site: stack.site, aws: stack.aws, outputs: stack.plan.outputs }, null, 2))
}

function splitParameter(parameter: string): [string, string] {
  const at = parameter.indexOf('=')
  if (at < 1) throw new Error(`--parameter needs NAME=VALUE, not ${parameter}.`)
  return [parameter.slice(0, at), parameter.slice(at + 1)]
}

function fail(error: unknown): void {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
