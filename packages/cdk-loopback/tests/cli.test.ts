import { spawn } from 'node:child_process'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { CfnOutput, CfnParameter } from 'aws-cdk-lib'
import { Distribution } from 'aws-cdk-lib/aws-cloudfront'
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3'
import { expect, onTestFinished, test } from 'vitest'
import { synthesize, temporaryFolder } from './template/synthesize.ts'

function run(...parameters: string[]) {
  const child = spawn(process.execPath, [path.join(import.meta.dirname, '../src/cli.ts'), ...parameters])
  onTestFinished(() => void child.kill('SIGKILL'))
  const exit = new Promise((resolve) => child.once('exit', resolve))
  return { child, output: text(child.stdout), errors: text(child.stderr), exit }
}

test('a stack runs until it is interrupted, and its addresses are printed', async () => {
  const assembly = synthesize((stack) => {
    const title = new CfnParameter(stack, 'Title')
    // CDK's interfaces are not written for exactOptionalPropertyTypes.
    const origin = S3BucketOrigin.withOriginAccessControl(new Bucket(stack, 'Pages') as IBucket)
    new Distribution(stack, 'Site', { defaultBehavior: { origin } })
    new CfnOutput(stack, 'Heading', { value: title.valueAsString })
  })
  const { child, output, exit } = run(
    assembly,
    '--data',
    path.join(temporaryFolder(), 'data'),
    '--parameter',
    'Title=a=b',
  )
  await new Promise((resolve) => child.stdout.once('data', resolve))
  child.kill('SIGINT')
  expect(await exit).toBe(0)
  const address = expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/)
  expect(JSON.parse(await output)).toEqual({ site: address, aws: address, outputs: { Heading: 'a=b' } })
})

test('a wrong argument is reported without a stack trace', async () => {
  const folder = temporaryFolder()
  const { errors, exit } = run(path.join(folder, 'cdk.out'), '--data', path.join(folder, 'data'))
  expect(await exit).toBe(1)
  const manifest = path.join(folder, 'cdk.out', 'manifest.json')
  expect(await errors).toBe(`Cannot read ${manifest}: synthesize the stack first.\n`)
})
