import { App, Stack } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { describe, expect, it } from 'vitest'
import { readPublication } from '../../build/read-publication.ts'
import type { Publication } from '../../core/publication.ts'
import { Mailing } from '../../infra/mail.ts'

const publication = await readPublication()

function synthesize(sender: Partial<Publication['sender']> = {}, domain?: Publication['domain']): Template {
  const stack = new Stack(new App({ analyticsReporting: false }), 'Mail')
  new Mailing(stack, { ...publication, domain, sender: { ...publication.sender, ...sender } })
  return Template.fromStack(stack)
}

function only(template: Template, type: string) {
  const resources = Object.entries(template.findResources(type))
  expect(resources).toHaveLength(1)
  const [[logicalId = '', resource = {}] = []] = resources
  return { logicalId, resource }
}

describe('the identity of the sender’s domain', () => {
  it('is signed with Easy DKIM, has its own MAIL FROM domain, and reports through the configuration set', () => {
    const template = synthesize({ address: 'Post@News.Example.org', mailFrom: 'returns' })
    const set = only(template, 'AWS::SES::ConfigurationSet')
    expect(only(template, 'AWS::SES::EmailIdentity').resource.Properties).toEqual({
      EmailIdentity: 'news.example.org',
      DkimSigningAttributes: { NextSigningKeyLength: 'RSA_2048_BIT' },
      MailFromAttributes: { MailFromDomain: 'returns.news.example.org', BehaviorOnMxFailure: 'USE_DEFAULT_VALUE' },
      ConfigurationSetAttributes: { ConfigurationSetName: { Ref: set.logicalId } },
      FeedbackAttributes: { EmailForwardingEnabled: false },
    })
  })

  it('outlives the stack with its configuration set, without which SES would refuse its mail', () => {
    const template = synthesize()
    for (const type of ['AWS::SES::EmailIdentity', 'AWS::SES::ConfigurationSet']) {
      const { resource } = only(template, type)
      expect(resource).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' })
    }
  })

  it('has its DNS records as outputs of the stack', () => {
    const template = synthesize()
    const { logicalId } = only(template, 'AWS::SES::EmailIdentity')
    const dkim = (number: number) => [
      `DnsRecordDkim${number}`,
      [
        '',
        [
          { 'Fn::GetAtt': [logicalId, `DkimDNSTokenName${number}`] },
          '. 1800 IN CNAME ',
          { 'Fn::GetAtt': [logicalId, `DkimDNSTokenValue${number}`] },
          '.',
        ],
      ],
    ]
    const outputs = Object.entries(template.findOutputs('*')).map(([name, { Value }]) => {
      return [name, Value['Fn::Join'] ?? Value]
    })
    expect(outputs).toEqual([
      ...[1, 2, 3].map(dkim),
      [
        'DnsRecordMailFromMx',
        ['', ['bounces.gazette.example.org. 1800 IN MX 10 feedback-smtp.', { Ref: 'AWS::Region' }, '.amazonses.com.']],
      ],
      ['DnsRecordMailFromSpf', 'bounces.gazette.example.org. 1800 IN TXT "v=spf1 include:amazonses.com ~all"'],
      [
        'DnsRecordDmarc',
        '_dmarc.gazette.example.org. 1800 IN TXT "v=DMARC1; p=none; rua=mailto:gazette@gazette.example.org"',
      ],
    ])
  })

  it('has its records set in the zone of the site, except DMARC, and they stay as long as the identity', () => {
    const template = synthesize({}, { name: 'gazette.example.org', hostedZone: 'Z0123456789' })
    const { logicalId } = only(template, 'AWS::SES::EmailIdentity')
    const records = Object.values(template.findResources('AWS::Route53::RecordSet'))
    expect(records.map(({ Properties: { Type, Name } }) => [Type, Name])).toEqual([
      ...[1, 2, 3].map((number) => ['CNAME', { 'Fn::GetAtt': [logicalId, `DkimDNSTokenName${number}`] }]),
      ['MX', 'bounces.gazette.example.org'],
      ['TXT', 'bounces.gazette.example.org'],
    ])
    for (const record of records) {
      expect(record).toMatchObject({
        DeletionPolicy: 'RetainExceptOnCreate',
        Properties: { HostedZoneId: 'Z0123456789' },
      })
    }
    expect(Object.keys(template.findOutputs('*'))).toEqual(['DnsRecordDmarc'])
  })

  it('is left alone if it exists already', () => {
    const template = synthesize({ identity: 'exists' })
    expect(template.findResources('AWS::SES::EmailIdentity')).toEqual({})
    expect(template.findOutputs('*')).toEqual({})
    expect(only(template, 'AWS::SES::ConfigurationSet').resource.DeletionPolicy).toBeUndefined()
  })
})

it('SES may publish to the topic for this configuration set only, and before it checks the topic', () => {
  const template = synthesize()
  const policy = only(template, 'AWS::SNS::TopicPolicy')
  const set = only(template, 'AWS::SES::ConfigurationSet').logicalId
  const allowed = policy.resource.Properties.PolicyDocument.Statement.filter(
    ({ Effect }: { Effect: string }) => Effect === 'Allow',
  )
  expect(allowed).toHaveLength(1)
  expect(allowed[0].Condition.StringEquals['AWS:SourceAccount']).toEqual({ Ref: 'AWS::AccountId' })
  expect(allowed[0].Condition.StringEquals['AWS:SourceArn']['Fn::Join'][1].slice(-2)).toEqual([
    ':configuration-set/',
    { Ref: set },
  ])
  const destination = only(template, 'AWS::SES::ConfigurationSetEventDestination')
  expect(destination.resource.DependsOn).toEqual([policy.logicalId])
})
