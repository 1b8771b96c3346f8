import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readAccount, readAccountId } from '../../../aws/deployment/account-reader.ts'
import { parsePublication } from '../../../core/publication.ts'

/** Answers of AWS, as its API references show them, by service and operation. Other operations are denied. */
const answers: Readonly<Record<string, string | undefined>> = {
  'sts GetCallerIdentity':
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult><Account>111111111111</Account></GetCallerIdentityResult></GetCallerIdentityResponse>',
  'cloudformation DescribeStacks':
    '<DescribeStacksResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><DescribeStacksResult><Stacks><member><StackName>Postrider</StackName><StackStatus>CREATE_COMPLETE</StackStatus><Description>Postrider: News</Description><Outputs><member><OutputKey>Publication</OutputKey><OutputValue>news.org,2026</OutputValue></member></Outputs></member></Stacks></DescribeStacksResult></DescribeStacksResponse>',
  'cloudformation ListStackResources':
    '<ListStackResourcesResponse xmlns="http://cloudformation.amazonaws.com/doc/2010-05-15/"><ListStackResourcesResult><StackResourceSummaries><member><ResourceType>AWS::SES::EmailIdentity</ResourceType><PhysicalResourceId>news.org</PhysicalResourceId></member><member><ResourceType>AWS::Route53::RecordSet</ResourceType><PhysicalResourceId>www.news.org</PhysicalResourceId></member><member><ResourceType>AWS::S3::Bucket</ResourceType><PhysicalResourceId>b</PhysicalResourceId></member></StackResourceSummaries></ListStackResourcesResult></ListStackResourcesResponse>',
  'ssm eu-west-1': '{"Parameter": {"Name": "/cdk-bootstrap/hnb659fds/version", "Value": "28"}}',
  'ses /v2/email/account': '{"ProductionAccessEnabled": false, "SendingEnabled": true}',
  'ses /v2/email/identities/news.org': '{"VerifiedForSendingStatus": true}',
  'lambda /2016-08-19/account-settings': '{"AccountLimit": {"ConcurrentExecutions": 10}}',
  'route53 /2013-04-01/hostedzone/Z1':
    '<GetHostedZoneResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><HostedZone><Id>/hostedzone/Z1</Id><Name>news.org.</Name><CallerReference>1</CallerReference><Config><PrivateZone>false</PrivateZone></Config></HostedZone></GetHostedZoneResponse>',
  'route53 /2013-04-01/hostedzone/Z1/rrset?maxitems=50&name=www.news.org':
    '<ListResourceRecordSetsResponse xmlns="https://route53.amazonaws.com/doc/2013-04-01/"><ResourceRecordSets><ResourceRecordSet><Name>www.news.org.</Name><Type>A</Type></ResourceRecordSet><ResourceRecordSet><Name>x.www.news.org.</Name><Type>TXT</Type></ResourceRecordSet></ResourceRecordSets><IsTruncated>false</IsTruncated><MaxItems>50</MaxItems></ListResourceRecordSetsResponse>',
  'acm us-east-1':
    '{"Certificate": {"Status": "ISSUED", "DomainName": "news.org", "SubjectAlternativeNames": ["news.org", "*.news.org"]}}',
}

const server = createServer(async (request, response) => {
  let body = ''
  for await (const chunk of request) body += chunk
  const [, region = '', service = ''] =
    /\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(request.headers.authorization ?? '') ?? []
  const operation = new URLSearchParams(body).get('Action') ?? (request.headers['x-amz-target'] ? region : request.url)
  const answer = answers[`${service} ${operation}`] ?? missing[`${service} ${operation}`]
  response.writeHead(answer === undefined ? 403 : answer in errors ? (errors[answer] ?? 0) : 200)
  response.end(answer ?? '{"__type": "AccessDeniedException", "message": "not allowed"}')
})

const notFound = '{"__type": "NotFoundException", "message": "none"}'
const noParameter = '{"__type": "ParameterNotFound", "message": "none"}'
const errors: Readonly<Record<string, number>> = { [notFound]: 404, [noParameter]: 400 }
const missing: Readonly<Record<string, string | undefined>> = {
  'ses /v2/email/identities/news%40news.org': notFound,
  'ses /v2/email/identities/org': notFound,
  'ssm us-east-1': noParameter,
}

let place: Parameters<typeof readAccount>[1]
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server's address is always an AddressInfo
  const credentials = { accessKeyId: 'AKIATEST', secretAccessKey: 'secret' }
  place = { endpoint: `http://127.0.0.1:${port}`, region: 'eu-west-1', credentials }
})
afterAll(() => {
  server.closeAllConnections()
  server.close()
})

const publication = (domain: object) =>
  parsePublication(
    JSON.stringify({
      ...{ title: 'News', description: 'News.', tag: 'news.org,2026', postalAddress: 'Bath' },
      ...{ sender: { name: 'News', address: 'news@news.org' }, domain: { name: 'www.news.org', ...domain } },
    }),
  )

test('the facts of an account are read', async () => {
  expect(await readAccountId(place)).toBe('111111111111')
  expect(await readAccount(publication({ hostedZone: 'Z1' }), place, '111111111111')).toEqual({
    account: '111111111111',
    stack: {
      kind: 'found',
      value: {
        status: 'CREATE_COMPLETE',
        description: 'Postrider: News',
        publication: 'news.org,2026',
        identities: ['news.org'],
        records: ['www.news.org'],
      },
    },
    bootstraps: [
      { region: 'eu-west-1', version: { kind: 'found', value: 28 } },
      { region: 'us-east-1', version: { kind: 'missing' } },
    ],
    identities: { kind: 'found', value: [{ name: 'news.org', isVerified: true }] },
    mail: { kind: 'found', value: { isSandbox: true, isEnabled: true } },
    concurrency: { kind: 'found', value: 10 },
    zone: { kind: 'found', value: { name: 'news.org', isPrivate: false } },
    records: { kind: 'found', value: [{ name: 'www.news.org', type: 'A' }] },
  })
})

test('a certificate is read in its own region', async () => {
  const certificate = 'arn:aws:acm:us-east-1:111111111111:certificate/11111111-1111-1111-1111-111111111111'
  const facts = await readAccount(publication({ certificate }), place, '111111111111')
  expect(facts.certificate).toEqual({ kind: 'found', value: { status: 'ISSUED', domains: ['news.org', '*.news.org'] } })
})

test('a fact that the caller may not read is unreadable, with the reason', async () => {
  const { zone } = await readAccount(publication({ hostedZone: 'Z2' }), place, '111111111111')
  expect(zone).toEqual({ kind: 'unreadable', reason: expect.any(String) })
})
