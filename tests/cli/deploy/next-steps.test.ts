import { expect, test } from 'vitest'
import { describeNextSteps } from '../../../cli/deploy/next-steps.ts'
import type { AccountFacts } from '../../../core/deployment/account-facts.ts'

const record = 'mail.example.org. 1800 IN MX 10 feedback-smtp.eu-west-1.amazonses.com.'
const outputs = {
  SiteUrlSetting: 'https://d1.cloudfront.net',
  UploadsBucketSetting: 'uploads',
  DnsRecordMailFromMx: record,
}
const stack = { status: 'CREATE_COMPLETE', description: 'Postrider: News', identities: [], records: [] }
const found = <Value>(value: Value) => ({ kind: 'found', value }) as const

function describeWith(changes: Partial<AccountFacts>): string {
  const facts: AccountFacts = {
    account: '111111111111',
    stack: found(stack),
    bootstraps: [],
    identities: found([{ name: 'example.org', isVerified: true }]),
    mail: found({ isSandbox: false, isEnabled: true }),
    concurrency: found(1000),
    ...changes,
  }
  const lines = describeNextSteps(outputs, facts, 'ops@example.org')
  return lines.join('\n')
}

test('after the first deployment: records, alarms, protection and the first article', () => {
  const text = describeWith({ stack: { kind: 'missing' }, identities: found([]) })
  expect(text).toContain('https://d1.cloudfront.net/')
  expect(text).toContain(record)
  expect(text).toContain('ops@example.org')
  expect(text).toContain('ProtectTables=true')
  expect(text).toContain('s3://uploads/articles/')
  expect(text.match(/^\d\. /gm)).toEqual(['1. ', '2. ', '3. ', '4. '])
})

test('after an update: the records while SES has not verified them, and the sandbox', () => {
  const text = describeWith({ identities: found([]), mail: found({ isSandbox: true, isEnabled: true }) })
  expect(text).toContain(record)
  expect(text).toContain('2. Request production access')
  expect(text).not.toContain('ProtectTables')
})

test('an update of a stack that can send needs nothing', () => {
  expect(describeWith({})).toBe(
    'The site is at https://d1.cloudfront.net/. Its pages are written within a few minutes.',
  )
})
