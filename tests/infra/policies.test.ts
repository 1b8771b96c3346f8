import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { afterAll, expect, it } from 'vitest'
import { build } from '../../build/build.ts'
import { readPublication } from '../../build/read-publication.ts'
import { PostriderStack } from '../../infra/stack.ts'

await build() // the stack names the folders of the bundles
const outdir = mkdtempSync(path.join(tmpdir(), 'postrider-synth-'))
afterAll(() => rmSync(outdir, { recursive: true, force: true }))

const stack = new PostriderStack(new App({ outdir, analyticsReporting: false }), 'Postrider', await readPublication())
const template = Template.fromStack(stack)

type Statement = {
  readonly Effect: 'Allow' | 'Deny'
  readonly Action: string | readonly string[]
  readonly Principal?: string | { readonly Service?: string | readonly string[] }
  readonly Resource?: unknown
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, unknown>>>>
}
type Resource = { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }
const resources = Object.entries<Resource>(template.toJSON().Resources)

/** Lists the statements of all policy documents, wherever a resource has one. */
const statements = resources.flatMap(([id, { Properties = {} }]) =>
  Object.values(Properties).flatMap((property) => {
    const document = property as { readonly Statement?: readonly Statement[] } | null // only policy documents have one
    return (document?.Statement ?? []).map((statement) => ({ id, statement }))
  }),
)

function servicesOf({ Principal }: Statement): readonly string[] {
  return typeof Principal === 'object' ? [Principal.Service ?? []].flat() : []
}

function hasSource({ Condition = {} }: Statement): boolean {
  const keys = Object.entries(Condition).flatMap(([operator, tests]) =>
    /^(String|Arn)(Equals|Like)$/.test(operator) ? Object.keys(tests) : [],
  )
  return keys.some((key) => /^aws:source(account|arn)$/i.test(key))
}

it('a service may act only for this account: every Allow names a source account or ARN', () => {
  const allowed = statements.filter(({ statement }) => statement.Effect === 'Allow' && servicesOf(statement).length > 0)
  const services = new Set(allowed.flatMap(({ statement }) => servicesOf(statement)))
  expect([...services]).toEqual(
    expect.arrayContaining(['ses.amazonaws.com', 'cloudwatch.amazonaws.com', 's3.amazonaws.com', 'sns.amazonaws.com']),
  )
  // These assume the roles of functions and of integrations; only who may pass a role can choose what uses it.
  const assuming = ['lambda.amazonaws.com', 'apigateway.amazonaws.com']
  const open = allowed.filter(
    ({ statement }) =>
      !hasSource(statement) &&
      !(statement.Action === 'sts:AssumeRole' && assuming.includes(servicesOf(statement).join())),
  )
  expect(open.map(({ id, statement }) => [id, ...servicesOf(statement)])).toEqual([])
})

it('every permission to invoke a Lambda names its source', () => {
  const permissions = Object.entries(template.findResources('AWS::Lambda::Permission'))
  expect(permissions.length).toBeGreaterThan(0)
  const open = permissions.filter(([, { Properties }]) => !Properties.SourceArn && !Properties.SourceAccount)
  expect(open.map(([id]) => id)).toEqual([])
})

it('no ARN names a partition, an account or a region', () => {
  const literals = JSON.stringify(template.toJSON()).match(/arn:aws[\w-]*:[^"]*/g) ?? []
  expect(literals).toEqual([])
})

it('Lambdas and operators may send mail only from the sender’s address, whichever identity SES picks', () => {
  const sending = statements
    .map(({ statement }) => statement)
    .filter(({ Action }) => [Action].flat().includes('ses:SendRawEmail'))
  const identities = sending.filter(({ Resource }) => JSON.stringify(Resource).includes(':identity/'))
  expect(identities).toHaveLength(4)
  for (const { Condition, Resource } of identities) {
    expect(JSON.stringify(Resource)).toContain(':identity/*')
    expect(Condition).toEqual({ StringEquals: { 'ses:FromAddress': ['gazette@gazette.example.org'] } })
  }
  const others = sending.filter((statement) => !identities.includes(statement))
  for (const { Resource } of others) expect(JSON.stringify(Resource)).toContain(':configuration-set/')
})
