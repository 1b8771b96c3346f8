import { expect, test } from 'vitest'
import type { AccountFacts, StackFact } from '../../../core/deployment/account-facts.ts'
import {
  bootstrapRegions,
  checkAccount,
  checkRegion,
  identityCandidates,
} from '../../../core/deployment/check-account.ts'
import { type Publication, parsePublication } from '../../../core/publication.ts'

const certificate = 'arn:aws:acm:us-east-1:111111111111:certificate/11111111-1111-1111-1111-111111111111'
const arn = { name: 'news.thetimes.co.uk', certificate }
const zone = { name: 'news.thetimes.co.uk', hostedZone: 'Z0123456789ABC' }

function publish(changes: object = {}): Publication {
  return parsePublication(
    JSON.stringify({
      ...{
        title: 'News',
        description: 'News.',
        tag: 'thetimes.co.uk,2026',
        postalAddress: 'Bath',
        operator: 'ops@thetimes.co.uk',
        ...changes,
      },
      sender: {
        name: 'News',
        address: 'news@mail.thetimes.co.uk',
        ...('sender' in changes ? Object(changes.sender) : {}),
      },
    }),
  )
}

const found = <Value>(value: Value) => ({ kind: 'found', value }) as const
const missing = { kind: 'missing' } as const
const ready: AccountFacts = {
  account: '111111111111',
  stack: missing,
  bootstraps: [{ region: 'eu-west-1', version: found(28) }],
  identities: found([]),
  mail: found({ isSandbox: false, isEnabled: true }),
  concurrency: found(1000),
}
const deployed: StackFact = {
  status: 'UPDATE_COMPLETE',
  description: 'Postrider: News',
  publication: 'thetimes.co.uk,2026',
  identities: ['mail.thetimes.co.uk'],
  records: [],
}

const check = (facts: Partial<AccountFacts>, changes: object = {}) =>
  checkAccount(publish(changes), 'eu-west-1', { ...ready, ...facts })
const problems = (facts: Partial<AccountFacts>, changes: object = {}) => check(facts, changes).problems
const stack = (changes: Partial<StackFact>) => ({ stack: found({ ...deployed, ...changes }) })

test('an empty, bootstrapped account and an existing stack of the same publication are ready', () => {
  expect(check({})).toEqual({ problems: [], warnings: [] })
  const identities = found([{ name: 'mail.thetimes.co.uk', isVerified: false }])
  expect(check({ ...stack({}), identities })).toEqual({ problems: [], warnings: [] })
})

test('all problems are named at once', () => {
  const bootstraps = [{ region: 'eu-west-1', version: missing }]
  const facts = { bootstraps, ...stack({ publication: 'other.example,2020' }), certificate: missing }
  expect(problems(facts, { domain: arn })).toHaveLength(3)
})

test('a region must exist and have Node.js 24', () => {
  expect(checkRegion('eu-west-1', 'nodejs24.x')).toEqual([])
  expect(checkRegion('eu-west-1', 'nodejs26.x')).toEqual([])
  expect(checkRegion('eu-west-1', 'nodejs22.x')).toEqual([expect.stringContaining('no Node.js 24 in eu-west-1')])
  expect(checkRegion('eu-mars-1', undefined)).toEqual([expect.stringContaining('no region eu-mars-1')])
})

test.each(['cn-north-1', 'us-gov-west-1', 'us-isob-east-1', 'eusc-de-east-1'])(
  'nothing can be deployed to %s',
  (region) => {
    expect(checkRegion(region, 'nodejs24.x')).toEqual([expect.stringContaining(`cannot be deployed to ${region}`)])
  },
)

test('us-east-1 must be bootstrapped, too, if the certificate is made there', () => {
  expect(bootstrapRegions(publish(), 'eu-west-1')).toEqual(['eu-west-1'])
  expect(bootstrapRegions(publish({ domain: arn }), 'eu-west-1')).toEqual(['eu-west-1'])
  expect(bootstrapRegions(publish({ domain: zone }), 'eu-west-1')).toEqual(['eu-west-1', 'us-east-1'])
  expect(bootstrapRegions(publish({ domain: zone }), 'us-east-1')).toEqual(['us-east-1'])
})

test('a region that is not bootstrapped, or was long ago, comes with the command', () => {
  const command = expect.stringMatching(/npx cdk bootstrap aws:\/\/.*\/eu-west-1$/)
  for (const version of [missing, found(5)])
    expect(problems({ bootstraps: [{ region: 'eu-west-1', version }] })).toEqual([command])
})

test.each<[string, Partial<StackFact>]>([
  ['of another publication', { publication: 'other.example,2020' }],
  ['being changed', { status: 'UPDATE_IN_PROGRESS' }],
  ['that could not be rolled back', { status: 'UPDATE_ROLLBACK_FAILED' }],
  ['that could not be deleted', { status: 'DELETE_FAILED' }],
])('a stack %s prevents the deployment', (_state, changes) => {
  expect(problems(stack(changes))).toEqual([expect.stringContaining('Postrider')])
})

test('a stack that could not be deleted comes with likely causes, because deleting it again would fail, too', () => {
  expect(problems(stack({ status: 'DELETE_FAILED' }))).toEqual([
    expect.stringMatching(/attached policy.* delete it again: aws /),
  ])
})

test('a stack of another program prevents the deployment; one of an earlier version of Postrider does not', () => {
  const { publication: _, ...older } = deployed
  expect(problems({ stack: found(older) })).toEqual([])
  const foreign = { ...older, description: 'A shop' }
  expect(problems({ stack: found(foreign) })).toEqual([expect.stringContaining('does not belong to Postrider')])
  expect(problems({ stack: found({ ...foreign, status: 'REVIEW_IN_PROGRESS' }) })).toEqual([])
})

test('identities that may send from an address are its own, its domain’s and those of parent domains', () => {
  expect(identityCandidates(publish())).toEqual([
    'news@mail.thetimes.co.uk',
    'mail.thetimes.co.uk',
    'thetimes.co.uk',
    'co.uk',
  ])
})

test('an identity that the stack would create must not exist outside of the stack', () => {
  const identities = found([{ name: 'mail.thetimes.co.uk', isVerified: true }])
  const message = expect.stringContaining('"identity": "exists"')
  expect(problems({ identities })).toEqual([message])
  expect(problems({ identities, ...stack({ identities: [] }) })).toEqual([message])
  expect(problems({ identities: found([{ name: 'thetimes.co.uk', isVerified: true }]) })).toEqual([])
})

test('an identity that is said to exist must exist, and should be verified', () => {
  const sender = { sender: { identity: 'exists' } }
  expect(problems({ identities: found([]) }, sender)).toEqual([expect.stringContaining('has no identity')])
  const parent = (isVerified: boolean) => ({ identities: found([{ name: 'thetimes.co.uk', isVerified }]) })
  expect(check(parent(true), sender)).toEqual({ problems: [], warnings: [] })
  expect(check(parent(false), sender)).toEqual({
    problems: [],
    warnings: [expect.stringContaining('has not verified thetimes.co.uk')],
  })
})

test('a certificate must exist, be issued and cover the domain', () => {
  const message = (status: string, ...domains: string[]) =>
    problems({ certificate: found({ status, domains }) }, { domain: arn })
  expect(message('ISSUED', 'thetimes.co.uk', 'news.thetimes.co.uk')).toEqual([])
  expect(message('ISSUED', '*.thetimes.co.uk')).toEqual([])
  expect(message('ISSUED', '*.co.uk')).toHaveLength(1)
  expect(message('PENDING_VALIDATION', 'news.thetimes.co.uk')).toEqual([expect.stringContaining('PENDING_VALIDATION')])
  expect(problems({ certificate: missing }, { domain: arn })).toEqual([expect.stringContaining('no certificate')])
})

test('a certificate must belong to the account, even if it cannot be read', () => {
  const unreadable = { kind: 'unreadable', reason: 'AccessDeniedException: no' } as const
  expect(check({ account: '222222222222', certificate: unreadable }, { domain: arn })).toEqual({
    problems: [expect.stringMatching(/^domain\.certificate: it belongs to the account 111111111111, .* 222222222222/)],
    warnings: [],
  })
})

test('a region must have SES', () => {
  expect(problems({ mail: missing })).toEqual([expect.stringContaining('no SES in eu-west-1')])
})

test('a zone must exist, be public and contain the domain', () => {
  const message = (name: string, isPrivate = false) => problems({ zone: found({ name, isPrivate }) }, { domain: zone })
  expect(message('thetimes.co.uk')).toEqual([])
  expect(message('news.thetimes.co.uk')).toEqual([])
  expect(message('times.co.uk')).toEqual([expect.stringContaining('does not contain')])
  expect(message('thetimes.co.uk', true)).toEqual([expect.stringContaining('private')])
  expect(problems({ zone: missing }, { domain: zone })).toEqual([expect.stringContaining('no zone')])
})

test('a record that the stack would set must not exist outside of the stack', () => {
  const record = (name: string, type: string) => ({ records: found([{ name, type }]) })
  const name = 'news.thetimes.co.uk'
  const message = (type: string) => [expect.stringContaining(`a record ${type} for ${name} already`)]
  expect(problems(record(name, 'A'), { domain: zone })).toEqual(message('A'))
  expect(problems(record(name, 'CNAME'), { domain: zone })).toEqual(message('CNAME'))
  expect(problems(record(name, 'TXT'), { domain: zone })).toEqual([])
  expect(problems({ ...record(name, 'A'), ...stack({ records: [name] }) }, { domain: zone })).toEqual([])
  expect(problems({ records: missing }, { domain: zone })).toEqual([])
  // The address of the sender is below the site's domain, so the stack sets its records, too.
  const domain = { ...zone, name: 'mail.thetimes.co.uk' }
  expect(problems(record('bounces.mail.thetimes.co.uk', 'MX'), { domain })).toEqual([
    expect.stringContaining('below _domainkey.mail.thetimes.co.uk'),
  ])
})

test('the sandbox, a paused account and a low quota are warnings', () => {
  const facts = { mail: found({ isSandbox: true, isEnabled: false }), concurrency: found(10) }
  expect(check(facts, { concurrency: 1000 })).toEqual({
    problems: [],
    warnings: [
      expect.stringContaining('paused'),
      expect.stringContaining('sandbox'),
      expect.stringContaining('"concurrency" is 1000, but in eu-west-1 the account may run only 10'),
    ],
  })
  expect(check({ concurrency: found(10) }).warnings).toEqual([])
})

test('what cannot be read is a warning with the reason', () => {
  const unreadable = { kind: 'unreadable', reason: 'AccessDenied: no' } as const
  const facts = {
    stack: unreadable,
    bootstraps: [{ region: 'eu-west-1', version: unreadable }],
    identities: unreadable,
  }
  const { problems, warnings } = check(
    { ...facts, mail: unreadable, concurrency: unreadable, certificate: unreadable },
    { domain: arn },
  )
  expect(problems).toEqual([])
  expect(warnings).toHaveLength(6)
  for (const warning of warnings) expect(warning).toMatch(/^Not checked: .*AccessDenied: no$/)
})

test('without an operator, a warning says that nobody gets the alarms', () => {
  expect(check({}, { operator: undefined }).warnings).toEqual([expect.stringMatching(/^operator: /)])
})

test('a sender at the domain of the site can get no replies if that domain has a CNAME record', () => {
  const warningsOf = (domain: object, address: string) =>
    check({}, { domain, sender: { name: 'News', address } }).warnings.filter((each) => each.startsWith('sender.'))
  const certificate = 'arn:aws:acm:us-east-1:111122223333:certificate/12345678-1234-1234-1234-123456789012'
  const name = 'news.thetimes.co.uk'
  expect(warningsOf({ name, certificate }, `editor@${name}`)).toEqual([
    expect.stringContaining('mail.news.thetimes.co.uk'),
  ])
  expect(warningsOf({ name, certificate }, `editor@mail.${name}`)).toEqual([])
  expect(warningsOf({ name, hostedZone: 'Z0123456789ABCDEFGHIJ' }, `editor@${name}`)).toEqual([])
})
