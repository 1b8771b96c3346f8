import { describe, expect, it } from 'vitest'
import { hasNjs, runInNjs, runInNode } from '../support/edge-engines.ts'
import { synthesizeStack } from '../support/synthesize-stack.ts'
import { requests, responses } from './edge-events.ts'

const hub = "https://hub.example/it's"
const template = (await synthesizeStack({ hub })).toJSON()

/** Returns the code of a function in the template, with the value of the parameter `SiteUrl`. */
function codeOf(name: 'viewer-request' | 'viewer-response', siteUrl = ''): string {
  const [id = ''] = Object.keys(template.Resources).filter((each) =>
    new RegExp(`^SiteDistribution${name.replace('-', '')}`).test(each),
  )
  return fill(template.Resources[id].Properties.FunctionCode, siteUrl)
}

function fill(value: unknown, siteUrl: string): string {
  if (typeof value === 'string') return value
  const { 'Fn::Join': join, Ref: name } = value as { 'Fn::Join'?: [string, unknown[]]; Ref?: string } // CDK writes no others here
  if (join) return join[1].map((each) => fill(each, siteUrl)).join(join[0])
  if (name === 'SiteUrl') return siteUrl
  throw new Error(`The code depends on ${JSON.stringify(value)}`)
}

/** Writes an answer of a handler in short. */
function shorten(answer: string): string {
  const { statusCode, headers, uri } = JSON.parse(answer)
  if (headers?.etag) return `${headers.link?.value} ${headers['content-type'].value}`
  return statusCode ? `${statusCode} ${headers.location?.value}` : uri
}

describe.each([
  ['Node', runInNode, true],
  ['njs', runInNjs, hasNjs],
])('in %s', (_name, run, isInstalled) => {
  it.skipIf(!isInstalled)('the request function leads each request to its file or address', () => {
    const answers = run(
      codeOf('viewer-request'),
      requests.map(([, event]) => event),
    ).map(shorten)
    expect(pair(requests, answers)).toEqual(
      pair(
        requests,
        requests.map(([, , answer]) => answer),
      ),
    )
  })

  it.skipIf(!isInstalled).each([
    ['', 'https://d1.cloudfront.net'],
    ['https://news.example/a', 'https://news.example/a'],
  ])('the response function, for the site address "%s", links feeds below %s', (siteUrl, home) => {
    const answers = run(
      codeOf('viewer-response', siteUrl),
      responses.map(([, event]) => event),
    ).map(shorten)
    const self = (answer: string) => answer.replace('SITE', home)
    const expected = responses.map(([, , answer]) =>
      self(answer).replace('rel="self"', 'rel="self", <https://hub.example/it%27s>; rel="hub"'),
    )
    expect(pair(responses, answers)).toEqual(pair(responses, expected))
  })

  it.skipIf(!isInstalled)('a response to a request without headers gets a relative link', () => {
    const event = { request: { uri: '/feed.xml', headers: {} }, response: { headers: {} } }
    const [answer = ''] = run(codeOf('viewer-response'), [event])
    expect(JSON.parse(answer).headers.link.value).toMatch(/^<\/feed\.xml>; rel="self"/)
  })
})

it.skipIf(!hasNjs)('all answers are equal in njs and in Node', () => {
  for (const [name, rows] of [
    ['viewer-request', requests],
    ['viewer-response', responses],
  ] as const) {
    const events = rows.map(([, event]) => event)
    expect(runInNjs(codeOf(name), events)).toEqual(runInNode(codeOf(name), events))
  }
})

it.skipIf(!hasNjs)('njs refuses what CloudFront would refuse', () => {
  expect(() => runInNjs('function handler({ request }) { return request }', [])).toThrow(/SyntaxError/)
})

it.each(['viewer-request', 'viewer-response'] as const)('%s is ASCII and has at most 10 KB', (name) => {
  const code = codeOf(name, 'https://news.example')
  expect(code).toMatch(/^[\n -~]*$/)
  expect(code.length).toBeLessThan(10_240)
  expect(code).not.toMatch(/SITE_URL|HUB_URL|DOMAIN_NAME/)
})

function pair(rows: typeof requests, answers: readonly string[]): string[] {
  return rows.map(([what], index) => `${what}: ${answers[index]}`)
}
