import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { GetSendQuotaCommand, SESClient, SendRawEmailCommand } from '@aws-sdk/client-ses'
import { CfnOutput, CfnParameter } from 'aws-cdk-lib'
import { Distribution } from 'aws-cdk-lib/aws-cloudfront'
import { S3BucketOrigin } from 'aws-cdk-lib/aws-cloudfront-origins'
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda'
import { Bucket, type IBucket } from 'aws-cdk-lib/aws-s3'
import { expect, onTestFinished, test } from 'vitest'
import { type LocalOptions, startLocal } from '../src/start-local.ts'
import { signedFetch } from './signing.ts'
import { synthesize, temporaryFolder } from './template/synthesize.ts'

/** Synthesizes a site, and a function that returns its environment. */
function assemble(siteUrlParameter: string): string {
  const code = path.join(temporaryFolder(), 'code')
  mkdirSync(code)
  writeFileSync(path.join(code, 'index.mjs'), 'export const handler = async () => process.env')
  return synthesize((stack) => {
    const siteUrl = new CfnParameter(stack, siteUrlParameter, { default: 'https://deployed.example' })
    // CDK's interfaces are not written for exactOptionalPropertyTypes.
    const bucket = new Bucket(stack, 'Site', { bucketName: 'site' }) as IBucket
    new Distribution(stack, 'Distribution', {
      defaultBehavior: { origin: S3BucketOrigin.withOriginAccessControl(bucket) },
    })
    new LambdaFunction(stack, 'Worker', {
      runtime: Runtime.NODEJS_24_X,
      handler: 'index.handler',
      code: Code.fromAsset(code),
      environment: { SITE_URL: siteUrl.valueAsString },
    })
    new CfnOutput(stack, 'Address', { value: siteUrl.valueAsString })
  })
}

async function start(options: Partial<LocalOptions> = {}) {
  const assembly = assemble(options.siteUrlParameter ?? 'SiteUrl')
  const stack = await startLocal({ assembly, data: path.join(temporaryFolder(), 'data'), ...options })
  onTestFinished(stack.close)
  const { logicalId = '' } = stack.plan.functions[0] ?? {}
  return { stack, environment: await stack.invoke(logicalId, {}) }
}

test('a synthesized stack runs with the addresses of this machine', async () => {
  const { stack, environment } = await start()
  expect(environment).toMatchObject({ SITE_URL: stack.site, AWS_ENDPOINT_URL: stack.aws, AWS_REGION: 'us-east-1' })
  expect(stack.plan.outputs.Address).toBe(stack.site)
  const { credentials } = stack
  const object = { method: 'PUT', headers: { 'content-type': 'text/html' }, body: '<p>Hello</p>', credentials }
  await signedFetch(`${stack.aws}/site/page.html`, object)
  const page = await fetch(`${stack.site}/page.html`)
  expect([page.status, page.headers.get('content-type'), await page.text()]).toEqual([200, 'text/html', '<p>Hello</p>'])
})

test("a public URL and another parameter's name are honoured", async () => {
  const { stack, environment } = await start({ publicUrl: 'https://news.example', siteUrlParameter: 'Home' })
  expect(environment).toMatchObject({ SITE_URL: 'https://news.example' })
  expect(stack.site).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
})

test('SES sends from the verified identities, and is in the sandbox if the options say so', async () => {
  const { stack } = await start({ ses: { sandbox: true, verifiedIdentities: ['a@example.com', 'b@example.org'] } })
  const ses = new SESClient({
    endpoint: stack.aws,
    region: 'us-east-1',
    credentials: stack.credentials,
  })
  onTestFinished(() => ses.destroy())
  const send = (source: string, destination: string) => {
    const Data = Buffer.from(`From: ${source}\r\nTo: ${destination}\r\nSubject: x\r\n\r\nText\r\n`)
    return ses.send(new SendRawEmailCommand({ RawMessage: { Data } }))
  }
  await send('a@example.com', 'b@example.org')
  await expect(send('c@example.com', 'd@example.org')).rejects.toThrow('US-EAST-1: c@example.com, d@example.org')
  expect(await ses.send(new GetSendQuotaCommand({}))).toMatchObject({ Max24HourSend: 200, MaxSendRate: 1 })
})

test('the error for a missing assembly names it', async () => {
  const assembly = path.join(temporaryFolder(), 'cdk.out')
  await expect(startLocal({ assembly, data: path.join(temporaryFolder(), 'data') })).rejects.toThrow(assembly)
})
