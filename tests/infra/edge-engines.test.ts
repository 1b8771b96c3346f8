import { describe, expect, it } from 'vitest'
import { hasNjs, runInNjs, runInNode } from '../support/edge-engines.ts'
import { synthesizeStack } from '../support/synthesize-stack.ts'
import { requests, requestsToDomain, requestsToVisitorApi, responses } from './edge-events.ts'

const hub = "https://hub.example/it's"
const domain = { name: 'news.example', hostedZone: 'Z0123456789' }
const plain = (await synthesizeStack({ hub })).toJSON()
const withDomain = (await synthesizeStack({ hub, domain })).toJSON()
type Name = 'viewer-request' | 'viewer-response' | 'visitor-request'

/** Returns the code of a function in a template, with the value of the parameter `SiteUrl`. */
function codeOf(name: Name, template = plain, siteUrl = ''): string {
  const pattern = new RegExp(`^SiteDistribution${name.replace('-', '')}`)
  const [id = ''] = Object.keys(template.Resources).filter((each) => pattern.test(each))
  return resolve(template.Resources[id].Properties.FunctionCode, siteUrl)
}

type Intrinsic = { 'Fn::Join'?: [string, unknown[]]; 'Fn::If'?: [string, unknown, unknown]; Ref?: string }

function resolve(value: unknown, siteUrl: string): string {
  if (typeof value === 'string') return value
  const { 'Fn::Join': join, 'Fn::If': choice, Ref: name } = value as Intrinsic // CDK writes no others here
  if (join) return join[1].map((each) => resolve(each, siteUrl)).join(join[0])
  if (choice?.[0] === 'SiteUrlIsDefault') return resolve(choice[siteUrl === '' ? 1 : 2], siteUrl)
  if (name === 'SiteUrl') return siteUrl
  throw new Error(`The code depends on ${JSON.stringify(value)}`)
}

/** Writes an answer of a handler in short. */
function shorten(answer: string): string {
  const { statusCode, headers, uri } = JSON.parse(answer)
  if (headers?.etag) return `${headers.link?.value} ${headers['content-type'].value}`
  return statusCode ? `${statusCode} ${headers.location?.value}` : uri
}

const runs = [
  ['', plain, requests],
  ['', withDomain, requestsToDomain],
  // As in local mode, which has an address of its own.
  ['http://127.0.0.1:4000', withDomain, requests],
] as const
const homes = [
  ['', plain, 'https://d1.cloudfront.net'],
  ['https://a.example/b', plain, 'https://a.example/b'],
  ['', withDomain, 'https://news.example'],
  ['http://127.0.0.1:4000', withDomain, 'http://127.0.0.1:4000'],
] as const

describe.each([
  ['Node', runInNode, true],
  ['njs', runInNjs, hasNjs],
])('in %s', (_name, run, isInstalled) => {
  it.skipIf(!isInstalled)('the request function leads each request to its file or address', () => {
    for (const [siteUrl, template, rows] of runs) {
      const answers = run(codeOf('viewer-request', template, siteUrl), eventsOf(rows)).map(shorten)
      expect(pair(rows, answers)).toEqual(pair(rows, answersOf(rows)))
    }
  })

  it.skipIf(!isInstalled)('requests of visitors lose additional slashes, and nothing else', () => {
    const answers = run(codeOf('visitor-request'), eventsOf(requestsToVisitorApi)).map(shorten)
    expect(pair(requestsToVisitorApi, answers)).toEqual(pair(requestsToVisitorApi, answersOf(requestsToVisitorApi)))
  })

  it.skipIf(!isInstalled)('the response function links feeds to themselves and to the hub', () => {
    for (const [siteUrl, template, home] of homes) {
      const answers = run(codeOf('viewer-response', template, siteUrl), eventsOf(responses)).map(shorten)
      const expected = answersOf(responses).map((answer) =>
        answer.replace('SITE', home).replace('rel="self"', 'rel="self", <https://hub.example/it%27s>; rel="hub"'),
      )
      expect(pair(responses, answers)).toEqual(pair(responses, expected))
    }
  })

  it.skipIf(!isInstalled)('a response to a request without headers gets a relative link', () => {
    const event = { request: { uri: '/feed.xml', headers: {} }, response: { headers: {} } }
    const [answer = ''] = run(codeOf('viewer-response'), [event])
    expect(JSON.parse(answer).headers.link.value).toMatch(/^<\/feed\.xml>; rel="self"/)
  })
})

it.skipIf(!hasNjs)('all answers are equal in njs and in Node', () => {
  const codes = [
    ...runs.map(([siteUrl, template, rows]) => [codeOf('viewer-request', template, siteUrl), rows] as const),
    ...homes.map(([siteUrl, template]) => [codeOf('viewer-response', template, siteUrl), responses] as const),
    [codeOf('visitor-request'), requestsToVisitorApi] as const,
  ]
  for (const [code, rows] of codes) expect(runInNjs(code, eventsOf(rows))).toEqual(runInNode(code, eventsOf(rows)))
})

it.skipIf(!hasNjs)('njs refuses what CloudFront would refuse', () => {
  expect(() => runInNjs('function handler({ request }) { return request }', [])).toThrow(/SyntaxError/)
})

it.each(['viewer-request', 'viewer-response', 'visitor-request'] as const)(
  '%s is ASCII and has at most 10 KB',
  (name) => {
    const code = codeOf(name, withDomain)
    expect(code).toMatch(/^[\n -~]*$/)
    expect(code.length).toBeLessThan(10_240)
    expect(code).not.toMatch(/SITE_URL|HUB_URL|DOMAIN_NAME/)
  },
)

function eventsOf(rows: typeof requests) {
  return rows.map(([, event]) => event)
}

function answersOf(rows: typeof requests): string[] {
  return rows.map(([, , answer]) => answer)
}

function pair(rows: typeof requests, answers: readonly string[]): string[] {
  return rows.map(([what], index) => `${what}: ${answers[index]}`)
}
