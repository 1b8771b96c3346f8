import { App, Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { expect, it } from 'vitest'
import { parsePublication } from '../../core/publication.ts'
import { Access } from '../../infra/access.ts'
import { Mailing } from '../../infra/mail.ts'
import { Storage } from '../../infra/storage.ts'

const publication = parsePublication(
  JSON.stringify({
    ...{ title: 'News', description: 'News.', tag: 'news.org,2026', postalAddress: 'Bath' },
    sender: { name: 'News', address: 'news@news.org' },
  }),
)
const stack = new Stack(new App({ analyticsReporting: false }), 'Access')
const storage = new Storage(stack, { hub: undefined, feedAudience: false })
new Access(stack, storage, new Mailing(stack, publication))
const template = Template.fromStack(stack)

/** Writes `{'Fn::Join': ['', [{'Fn::GetAtt': ['StorageUploads123', 'Arn']}, '/articles/*']]}` as `<Uploads>/articles/*`. */
function readArn(value: unknown): string {
  if (typeof value === 'string') return value
  const { 'Fn::Join': join, 'Fn::GetAtt': attribute, Ref: ref } = value as Record<string, unknown> // CDK renders ARNs so
  if (Array.isArray(join)) return (join[1] as unknown[]).map(readArn).join('')
  const [id] = Array.isArray(attribute) ? (attribute as string[]) : [String(ref)]
  return `<${id?.replace(/^Storage|[0-9A-F]{8}$/g, '')}>`
}

type Statement = { Effect: string; Action: string | string[]; Resource: unknown; Condition?: object }
const policies = Object.entries(template.findResources('AWS::IAM::ManagedPolicy'))
const policyOf = (name: string) => policies.find(([id]) => id.startsWith(`Access${name}`)) ?? ['', {}]
function statementsOf(name: string) {
  const statements: Statement[] = policyOf(name)[1].Properties.PolicyDocument.Statement
  return statements.map((statement) => ({
    effect: statement.Effect,
    actions: [statement.Action].flat(),
    resources: [statement.Resource].flat().map(readArn),
    condition: JSON.stringify(statement.Condition ?? {}),
  }))
}

it('editors may change uploads below four prefixes, read these and the receipts, and list them', () => {
  const editable = ['<Uploads>/articles/*', '<Uploads>/backfill/*', '<Uploads>/issues/*', '<Uploads>/welcome/*']
  const s3 = statementsOf('Editor').filter(({ actions }) => actions.some((each) => each.startsWith('s3:')))
  expect(s3).toMatchObject([
    {
      actions: ['s3:PutObject', 's3:DeleteObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      resources: editable,
    },
    { actions: ['s3:GetObject', 's3:GetObjectVersion'], resources: [...editable, '<Uploads>/receipts/*'] },
    { actions: ['s3:ListBucket', 's3:ListBucketVersions', 's3:GetBucketLocation'], resources: ['<Uploads>'] },
  ])
})

it('otherwise editors may only find the stack, read live articles, and see what became of notes and articles', () => {
  const others = statementsOf('Editor').filter(({ actions }) => actions.every((each) => !each.startsWith('s3:')))
  expect(others).toMatchObject([
    {
      actions: ['cloudformation:DescribeStacks'],
      resources: ['arn:<AWS::Partition>:cloudformation:<AWS::Region>:<AWS::AccountId>:stack/Access/*'],
    },
    { resources: ['<Articles>'], condition: expect.stringContaining('["listing#*","article#*","slug#*"]') },
    { resources: ['<Issues>'], condition: expect.stringContaining('["insert#*","taken#*"]') },
  ])
  const actions = others.flatMap((statement) => statement.actions)
  expect(actions.filter((each) => !/:(Describe|Get|BatchGet|Query)/.test(each))).toEqual([])
})

it('operators may write only what the commands write', () => {
  const changing = statementsOf('Operator').filter(({ actions }) =>
    actions.some((each) => /^dynamodb:(Put|Update|Delete)/.test(each)),
  )
  expect(changing.map(({ resources }) => resources)).toEqual([['<Issues>'], ['<Subscribers>']])
  expect(changing.every(({ condition }) => condition.includes('dynamodb:LeadingKeys'))).toBe(true)
  const site = statementsOf('Operator').filter(({ resources }) => resources.some((each) => each.startsWith('<Site>/')))
  expect(site.flatMap(({ actions }) => actions)).not.toContain('s3:PutObject')
})

it('operators may read the logs of the Lambdas, and what the stack has announced', () => {
  const logs = statementsOf('Operator').filter(({ actions }) => actions.includes('logs:FilterLogEvents'))
  const group = 'arn:<AWS::Partition>:logs:<AWS::Region>:<AWS::AccountId>:log-group'
  expect(logs.map(({ resources }) => resources)).toEqual([[`${group}:Access-*`, `${group}:/aws/events/Access:*`]])
})

it.each(['Editor', 'Operator'])(
  'the policy %s names its actions, allows only, and is within the quota of IAM',
  (name) => {
    const statements = statementsOf(name)
    expect(statements.flatMap(({ actions }) => actions).filter((each) => each.includes('*'))).toEqual([])
    expect(statements.every(({ effect }) => effect === 'Allow')).toBe(true)
    // Characters without spaces: at most 6,144. Names and numbers take less than 40 in place of each reference.
    const long = JSON.stringify(statements).replaceAll(/<[^>]+>/g, 'x'.repeat(40))
    expect(long.length).toBeLessThan(6_144)
  },
)

it.each(['Editor', 'Operator'])(
  'the name of the policy %s is unique in the account, and an output tells it',
  (name) => {
    const [id, policy] = policyOf(name)
    expect(policy.Properties.ManagedPolicyName).toBeUndefined()
    expect(template.findOutputs(`${name}Policy`)[`${name}Policy`]?.Value).toEqual({ Ref: id })
  },
)
