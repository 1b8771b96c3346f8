import { describe, expect, test } from 'vitest'
import type { Permission } from '../../src/endpoint/aws-service.ts'
import { isAllowed, type Statement, unsupportedParts } from '../../src/iam/policy.ts'

const table = 'arn:aws:dynamodb:us-east-1:000000000000:table/articles'
const bucket = 'arn:aws:s3:::uploads'

function allow(action: string | string[], resource: string | string[], condition?: Statement['Condition']): Statement {
  return { Effect: 'Allow', Action: action, Resource: resource, ...(condition ? { Condition: condition } : {}) }
}

function deny(action: string, resource: string, condition?: Statement['Condition']): Statement {
  return { ...allow(action, resource, condition), Effect: 'Deny' }
}

const get: Permission = { action: 's3:GetObject', resource: `${bucket}/articles/a.md` }

describe('without conditions', () => {
  test.each<[string, boolean, Statement[]]>([
    ['nothing is granted by default', false, []],
    ['exact names grant', true, [allow('s3:GetObject', `${bucket}/articles/a.md`)]],
    ['another action grants nothing', false, [allow('s3:PutObject', `${bucket}/*`)]],
    ['another resource grants nothing', false, [allow('s3:GetObject', `${bucket}/receipts/*`)]],
    ['one of several actions and resources is enough', true, [allow(['s3:Put*', 's3:Get*'], [bucket, `${bucket}/*`])]],
    ['an action is matched without case', true, [allow('S3:getobject', '*')]],
    ['a resource is matched with case', false, [allow('s3:GetObject', `${bucket}/ARTICLES/*`)]],
    ['* spans slashes', true, [allow('s3:*', 'arn:aws:s3:::*.md')]],
    ['? matches exactly one character', true, [allow('s3:GetObjec?', `${bucket}/articles/?.md`)]],
    ['? does not match an empty text', false, [allow('s3:GetObject?', '*')]],
    ['a trailing * matches an empty text', true, [allow('s3:GetObject*', `${bucket}/articles/a.md*`)]],
    ['a pattern must cover the whole name', false, [allow('s3:Get', '*')]],
    ['a pattern is not a regular expression', false, [allow('s3:Get.bject', '*')]],
    ['an explicit deny wins, in any order', false, [deny('s3:GetObject', '*'), allow('*', '*')]],
    ['a deny of something else does not matter', true, [allow('*', '*'), deny('s3:PutObject', '*')]],
    ['NotAction grants all other actions', true, [{ Effect: 'Allow', NotAction: 's3:Put*', Resource: '*' }]],
    [
      'NotAction does not grant the actions it lists',
      false,
      [{ Effect: 'Allow', NotAction: ['s3:Get*'], Resource: '*' }],
    ],
    [
      'NotResource denies all other resources',
      false,
      [allow('*', '*'), { Effect: 'Deny', Action: '*', NotResource: bucket }],
    ],
    [
      'NotResource does not deny the resources it lists',
      true,
      [allow('*', '*'), { Effect: 'Deny', Action: '*', NotResource: `${bucket}/*` }],
    ],
  ])('%s', (_fact, expected, statements) => {
    expect(isAllowed(statements, get)).toBe(expected)
  })

  test('a hostile pattern is matched quickly', () => {
    const resource = `${bucket}/${'a'.repeat(2000)}`
    expect(isAllowed([allow('*', `${'*a'.repeat(100)}*b`)], { action: 's3:GetObject', resource })).toBe(false)
  })
})

describe('a condition', () => {
  const holds = (condition: NonNullable<Statement['Condition']>, context?: Permission['context']) =>
    isAllowed([allow('*', '*', condition)], { action: 'x:Y', resource: table, ...(context ? { context } : {}) })

  const keys = (...values: string[]) => ({ 'dynamodb:LeadingKeys': values })
  const prefix = (value: string) => ({ 's3:prefix': [value] })

  test.each<[string, boolean, NonNullable<Statement['Condition']>, Permission['context']?]>([
    ['StringEquals with one of several values', true, { StringEquals: { 's3:prefix': ['a', 'b'] } }, prefix('b')],
    ['StringEquals with the value in another case', false, { StringEquals: { 's3:prefix': 'a' } }, prefix('A')],
    ['StringEquals with a wildcard', false, { StringEquals: { 's3:prefix': 'a*' } }, prefix('ab')],
    ['StringEquals of a missing key', false, { StringEquals: { 's3:prefix': 'a' } }],
    ['StringEqualsIfExists of a missing key', true, { StringEqualsIfExists: { 's3:prefix': 'a' } }],
    ['StringEqualsIfExists of another value', false, { StringEqualsIfExists: { 's3:prefix': 'a' } }, prefix('b')],
    ['StringLike', true, { StringLike: { 's3:prefix': 'art?cles/*' } }, prefix('articles/2026/')],
    ['StringLike of another', false, { StringLike: { 's3:prefix': 'articles/*' } }, prefix('receipts/')],
    ['StringNotEquals of another', true, { StringNotEquals: { 's3:prefix': ['a', 'b'] } }, prefix('c')],
    ['StringNotEquals of one of several', false, { StringNotEquals: { 's3:prefix': ['a', 'b'] } }, prefix('b')],
    ['StringNotEquals of a missing key', true, { StringNotEquals: { 's3:prefix': 'a' } }],
    ['StringNotLike of a match', false, { StringNotLike: { 's3:prefix': 'a*' } }, prefix('ab')],
    ['StringNotLike of another', true, { StringNotLike: { 's3:prefix': 'a*' } }, prefix('b')],
    [
      'ForAllValues:StringLike, all match',
      true,
      { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['a#*', 'b#*'] } },
      keys('a#1', 'b#2'),
    ],
    [
      'ForAllValues:StringLike, one does not',
      false,
      { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['a#*'] } },
      keys('a#1', 'c#2'),
    ],
    [
      'ForAllValues:StringEquals, all match',
      true,
      { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['a', 'b'] } },
      keys('b', 'a'),
    ],
    [
      'ForAllValues:StringEquals, one does not',
      false,
      { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['a'] } },
      keys('a', 'a#'),
    ],
    ['ForAllValues of a missing key', true, { 'ForAllValues:StringEquals': { 'dynamodb:LeadingKeys': ['a'] } }],
    [
      'ForAnyValue, one matches',
      true,
      { 'ForAnyValue:StringEquals': { 'dynamodb:LeadingKeys': ['a'] } },
      keys('b', 'a'),
    ],
    ['ForAnyValue of a missing key', false, { 'ForAnyValue:StringNotEquals': { 'dynamodb:LeadingKeys': ['a'] } }],
    ['Bool aws:SecureTransport true', true, { Bool: { 'aws:SecureTransport': 'true' } }],
    ['Bool aws:SecureTransport false', false, { Bool: { 'aws:SecureTransport': false } }],
    [
      'ArnLike, part by part',
      true,
      { ArnLike: { 's3:prefix': 'arn:aws:sns:*:000000000000:t*' } },
      prefix('arn:aws:sns:us-east-1:000000000000:topic'),
    ],
    [
      'ArnLike, a * does not span parts',
      false,
      { ArnLike: { 's3:prefix': 'arn:aws:*:topic' } },
      prefix('arn:aws:sns:us-east-1:000000000000:topic'),
    ],
    ['ArnEquals', true, { ArnEquals: { 's3:prefix': table } }, prefix(table)],
    ['ArnEquals of another', false, { ArnEquals: { 's3:prefix': table } }, prefix(`${table}/index/x`)],
    ['keys are matched without case', true, { StringEquals: { 'S3:Prefix': 'a' } }, prefix('a')],
    ['all keys must hold', false, { StringEquals: { 's3:prefix': 'a', 'ses:FromAddress': 'b' } }, prefix('a')],
    [
      'all operators must hold',
      false,
      { StringEquals: { 's3:prefix': 'a' }, Bool: { 'aws:SecureTransport': 'false' } },
      prefix('a'),
    ],
    ['an unknown operator never holds', false, { NumericLessThan: { 's3:prefix': '5' } }, prefix('1')],
  ])('%s → %s', (_fact, expected, condition, context) => {
    expect(holds(condition, context)).toBe(expected)
  })

  test('of a deny must hold for the deny to apply', () => {
    const statements = [allow('s3:*', '*'), deny('s3:*', '*', { Bool: { 'aws:SecureTransport': 'false' } })]
    expect(isAllowed(statements, get)).toBe(true)
  })

  test('of leading keys restricts a function to its own items', () => {
    const statements = [
      allow('dynamodb:*Item', table, { 'ForAllValues:StringLike': { 'dynamodb:LeadingKeys': ['article#*'] } }),
    ]
    const put = (...leading: string[]) => ({ action: 'dynamodb:PutItem', resource: table, context: keys(...leading) })
    expect(isAllowed(statements, put('article#1'))).toBe(true)
    expect(isAllowed(statements, put('listing#1'))).toBe(false)
  })
})

describe('unsupported parts of a statement are listed', () => {
  const unknownMember: Statement = JSON.parse('{"Effect":"Allow","Action":"a:B","Resource":"*","Principal":"*"}')
  test.each<[Statement, string[]]>([
    [allow(['s3:GetObject'], '*', { Bool: { 'aws:SecureTransport': 'true' } }), []],
    [allow('s3:*', '*', { 'ForAllValues:StringLikeIfExists': { 'dynamodb:LeadingKeys': ['a'] } }), []],
    [allow('s3:*', '*', { NumericLessThan: { 's3:prefix': '5' } }), ['operator NumericLessThan']],
    [allow('s3:*', '*', { 'ForSomeValues:StringLike': { 's3:prefix': '5' } }), ['operator ForSomeValues:StringLike']],
    [allow('s3:*', '*', { StringEquals: { 'aws:PrincipalTag/team': 'x' } }), ['key aws:PrincipalTag/team']],
    [allow('s3:*', `${bucket}/\${aws:username}`), [`policy variable in ${bucket}/\${aws:username}`]],
    [allow('s3:*', '*', { StringLike: { 's3:prefix': `\${aws:userid}/*` } }), [`policy variable in \${aws:userid}/*`]],
    [
      allow('s3:*', '*', { StringLike: { 'dynamodb:LeadingKeys': 'a' } }),
      ['operator StringLike on dynamodb:LeadingKeys, which has several values'],
    ],
    [unknownMember, ['Principal']],
  ])('%j', (statement, parts) => {
    expect(unsupportedParts(statement)).toEqual(parts)
  })
})
