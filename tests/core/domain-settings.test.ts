import { expect, it } from 'vitest'
import { domainSettings } from '../../core/domain-settings.ts'
import { describeIssue } from '../../core/publication-mistakes.ts'

const certificate = 'arn:aws:acm:us-east-1:123456789012:certificate/0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5f'
const name = 'news.example.org'
const hostedZone = 'Z0123456789ABCDEFGHIJ'
const mistakesOf = (value: unknown) => (domainSettings.safeParse(value).error?.issues ?? []).map(describeIssue)

it.each([{ certificate }, { hostedZone }])("a domain has one proof that it is the operator's: %o", (part) => {
  expect(mistakesOf({ name, ...part })).toEqual([])
})

it.each([
  ['without certificate and zone', { name }, [/^the file: needs either "certificate" .* or "hostedZone"/]],
  ['with both', { name, certificate, hostedZone }, [/^the file: needs either/]],
  [
    'with a certificate of another region',
    { name, certificate: certificate.replace('us-east-1', 'eu-west-1') },
    [/^certificate: .*us-east-1 only, and this one is in eu-west-1$/],
  ],
  [
    'with a certificate of China',
    { name, certificate: certificate.replace('aws', 'aws-cn') },
    [/^certificate: .*partition aws-cn are not supported/],
  ],
  ['with an ARN of something else', { name, certificate: 'arn:aws:s3:::a' }, [/^certificate: use an ARN/]],
  ['with the path of a zone', { name, hostedZone: `/hostedzone/${hostedZone}` }, [/^hostedZone: .*"Z0123/]],
  ['with the name of a zone', { name, hostedZone: 'example.org' }, [/^hostedZone: use the id/]],
  ['with a URL', { name: 'https://news.example.org', hostedZone }, [/^name: use a domain/]],
  ['with capitals', { name: 'News.example.org', hostedZone }, [/^name: .*lower-case/]],
  ['with an international name', { name: 'münchen.example', hostedZone }, [/^name: .*"xn--mnchen-3ya.example"/]],
  ['with a wildcard', { name: '*.example.org', hostedZone }, [/^name: use a domain/]],
  [
    'with a name for which there is no certificate',
    { name: `${'a.'.repeat(30)}org1.example`, hostedZone },
    [/^name: /],
  ],
  ['with several mistakes', { name: 'x', hostedZone: 'y', certificate }, [/name/, /hostedZone/, /needs either/]],
])('%s is rejected by name', (_what, domain, messages) => {
  const mistakes = mistakesOf(domain)
  expect(mistakes).toHaveLength(messages.length)
  for (const message of messages) expect(mistakes.join('\n')).toMatch(new RegExp(message.source, 'm'))
})
