import { App } from 'aws-cdk-lib'
import { describe, expect, it } from 'vitest'
import { build } from '../../build/build.ts'
import { readPublication } from '../../build/read-publication.ts'
import { createStacks } from '../../infra/create-stacks.ts'
import { creationOrder } from '../support/creation-order.ts'
import { synthesizeStack, synthesizeStacks } from '../support/synthesize-stack.ts'

const name = 'news.example.org'
const certificate = 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f'
const hostedZone = 'Z0123456789ABCDEFGHIJ'

type Json = ReturnType<Awaited<ReturnType<typeof synthesizeStack>>['toJSON']>
const idsOf = (template: Json, type: string): string[] =>
  Object.keys(template.Resources).filter((id) => template.Resources[id].Type === type)
const configOf = (template: Json) =>
  template.Resources[idsOf(template, 'AWS::CloudFront::Distribution')[0] ?? ''].Properties.DistributionConfig

const plain = (await synthesizeStack()).toJSON()
const withCertificate = (await synthesizeStack({ domain: { name, certificate } })).toJSON()
const inRegions = await Promise.all(
  [undefined, 'us-east-1', 'eu-central-1'].map(async (region) => ({
    region,
    stacks: await synthesizeStacks({ domain: { name, hostedZone }, stack: 'Gazette' }, region),
  })),
)

describe('a domain with a certificate', () => {
  const template = withCertificate
  const [distribution] = idsOf(template, 'AWS::CloudFront::Distribution')

  it('is an alias of the distribution, served with TLS 1.2 or newer', () => {
    expect(configOf(template)).toMatchObject({
      Aliases: [name],
      ViewerCertificate: {
        AcmCertificateArn: certificate,
        MinimumProtocolVersion: 'TLSv1.2_2021',
        SslSupportMethod: 'sni-only',
      },
    })
  })

  it('is the site of the Lambdas, unless the parameter overrides it', () => {
    const siteUrl = { 'Fn::If': ['SiteUrlIsDefault', `https://${name}`, { Ref: 'SiteUrl' }] }
    expect(template.Outputs.SiteUrlSetting.Value).toEqual(siteUrl)
    expect(template.Parameters.SiteUrl.Default).toBe('')
    const environments = idsOf(template, 'AWS::Lambda::Function').flatMap(
      (id) => template.Resources[id].Properties.Environment.Variables.SITE_URL ?? [],
    )
    expect(new Set(environments.map((each) => JSON.stringify(each)))).toEqual(new Set([JSON.stringify(siteUrl)]))
  })

  it('needs a DNS record, which an output contains as a line of a zone file', () => {
    expect(template.Outputs.DnsRecordSite.Value).toEqual({
      'Fn::Join': ['', [`${name}. 300 IN CNAME `, { 'Fn::GetAtt': [distribution, 'DomainName'] }, '.']],
    })
    expect(idsOf(template, 'AWS::Route53::RecordSet')).toEqual([])
  })

  it('makes no cycle', () => {
    expect(creationOrder(template.Resources)).toHaveLength(Object.keys(template.Resources).length)
  })
})

describe('a domain with a zone', () => {
  it.each(inRegions.slice(0, 2))(
    'gets its certificate and records in the stack, if the region is $region',
    ({ stacks }) => {
      expect([...stacks.keys()]).toEqual(['Gazette'])
      const template = stacks.get('Gazette')?.toJSON() ?? {}
      const [made = ''] = idsOf(template, 'AWS::CertificateManager::Certificate')
      expect(template.Resources[made].Properties).toMatchObject({
        DomainName: name,
        DomainValidationOptions: [{ DomainName: name, HostedZoneId: hostedZone }],
        ValidationMethod: 'DNS',
      })
      expect(configOf(template)).toMatchObject({
        Aliases: [name],
        ViewerCertificate: { AcmCertificateArn: { Ref: made } },
      })
      const records = idsOf(template, 'AWS::Route53::RecordSet').map((id) => template.Resources[id].Properties)
      expect(records.map(({ Type }) => Type).sort()).toEqual(['A', 'AAAA', 'HTTPS'])
      for (const record of records) {
        expect(record).toMatchObject({ Name: name, HostedZoneId: hostedZone })
        expect(record.AliasTarget.DNSName).toEqual({
          'Fn::GetAtt': [expect.stringContaining('Distribution'), 'DomainName'],
        })
      }
      expect(template.Outputs.DnsRecordSite).toBeUndefined()
      expect(creationOrder(template.Resources)).toHaveLength(Object.keys(template.Resources).length)
    },
  )

  it('gets its certificate in a stack in us-east-1, if the region is another', () => {
    const stacks = inRegions[2]?.stacks ?? new Map()
    expect([...stacks.keys()]).toEqual(['Gazette-certificate-eu-central-1', 'Gazette'])
    const certificates = stacks.get('Gazette-certificate-eu-central-1')?.toJSON() ?? {}
    const [made] = idsOf(certificates, 'AWS::CertificateManager::Certificate')
    expect(certificates.Outputs).toMatchObject({ CertificateArn: { Value: { Ref: made } } })
    // The distribution uses the old certificate until it has been updated itself.
    expect(certificates.Resources[made ?? '']).toMatchObject({ UpdateReplacePolicy: 'Retain' })
    expect(certificates.Resources[made ?? '']).not.toHaveProperty('DeletionPolicy')
    const template = stacks.get('Gazette')?.toJSON() ?? {}
    expect(idsOf(template, 'AWS::CertificateManager::Certificate')).toEqual([])
    expect(configOf(template).ViewerCertificate.AcmCertificateArn).toEqual({
      'Fn::GetStackOutput': {
        StackName: 'Gazette-certificate-eu-central-1',
        Region: 'us-east-1',
        OutputName: 'CertificateArn',
      },
    })
  })
})

it.each([{}, { domain: { name, hostedZone } }])(
  'a stack in China is refused, because nothing would serve its site',
  async (changes) => {
    await expect(synthesizeStacks(changes, 'cn-north-1')).rejects.toThrow(/cannot be deployed to cn-north-1/)
  },
)

it('without a domain there is neither alias nor certificate', () => {
  const config = configOf(plain)
  expect(config).not.toHaveProperty('Aliases')
  expect(config).not.toHaveProperty('ViewerCertificate')
})

it('stacks of the same name in two regions do not share the stack of the certificate', async () => {
  const names = ['eu-central-1', 'us-west-2'].map(async (region) => [
    ...(await synthesizeStacks({ domain: { name, hostedZone } }, region)).keys(),
  ])
  const [first = [], second = []] = await Promise.all(names)
  expect(first[0]).not.toBe(second[0])
})

it('the longest name of a stack leaves room for that of its certificate', async () => {
  const stack = 'A'.repeat(100)
  const [certificates = ''] = (await synthesizeStacks({ domain: { name, hostedZone }, stack }, 'ap-southeast-1')).keys()
  expect(certificates.length).toBeLessThanOrEqual(128)
})

it('the stack of the certificate is deployed first', async () => {
  await build()
  const app = new App({ analyticsReporting: false, context: { 'aws:cdk:disable-asset-staging': true } })
  const main = createStacks(app, { ...(await readPublication()), domain: { name, hostedZone } }, 'eu-central-1')
  expect(main.dependencies.map(({ stackName }) => stackName)).toEqual(['Postrider-certificate-eu-central-1'])
  expect(main.dependencies[0]?.region).toBe('us-east-1')
})
