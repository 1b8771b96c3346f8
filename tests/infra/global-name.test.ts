import { App, Stack } from 'aws-cdk-lib'
import { expect, it } from 'vitest'
import { globalName } from '../../infra/global-name.ts'
import { synthesizeStack } from '../support/synthesize-stack.ts'

/** Names of resources that all regions of an account share, with the maximum number of characters. */
const longest: Readonly<Record<string, number>> = {
  'AWS::CloudFront::Function': 64,
  'AWS::CloudFront::OriginAccessControl': 64,
  'AWS::CloudFront::ResponseHeadersPolicy': 128,
}

/** Returns the names in a template by type, as they are in a region. */
function namesIn(region: string, { Resources }: typeof gazette): [type: string, name: string][] {
  const resources: { Type: string; Properties: Record<string, { Name?: unknown }> }[] = Object.values(Resources)
  return resources.flatMap(({ Type, Properties }): [string, string][] => {
    if (!(Type in longest)) return []
    const name: unknown = Properties.Name ?? Object.values(Properties).find((each) => each.Name)?.Name
    const join = (name as { 'Fn::Join': [string, (string | { Ref: string })[]] })['Fn::Join'] // because of the region
    return [[Type, join[1].map((part) => (typeof part === 'string' ? part : region)).join(join[0])]]
  })
}

const gazette = (await synthesizeStack({ stack: 'Gazette' })).toJSON()
const longestStack = `a${'-long'.repeat(19)}`
const long = (await synthesizeStack({ stack: longestStack })).toJSON()
const longer = (await synthesizeStack({ stack: `${longestStack}er` })).toJSON()

it('names that all regions share contain the stack and the region', () => {
  const names = namesIn('eu-central-1', gazette)
  expect(names.map(([, name]) => name).sort()).toEqual([
    'Gazette-eu-central-1-headers',
    'Gazette-eu-central-1-site',
    'Gazette-eu-central-1-viewer-request',
    'Gazette-eu-central-1-viewer-response',
    'Gazette-eu-central-1-visitor-request',
  ])
})

it('the names of a stack with the longest name are neither too long nor those of another stack', () => {
  const names = namesIn('ap-southeast-1', long)
  const others = namesIn('ap-southeast-1', longer)
  expect(names).toHaveLength(5)
  for (const [type, name] of names) {
    expect(name.length).toBeLessThanOrEqual(longest[type] ?? 0)
    expect(name).toMatch(/^[A-Za-z0-9-]+$/)
    expect(others.map(([, other]) => other)).not.toContain(name)
  }
})

it('no name of a resource is fixed', () => {
  expect(JSON.stringify(gazette.Resources)).not.toMatch(/"(Name|\w+Name)":"Postrider[^"]*"/)
})

it('a short name of a stack is kept whole', () => {
  const stack = new Stack(new App(), 'Gazette', { env: { region: 'eu-west-1' } })
  expect(globalName(stack, 'site', 64)).toBe('Gazette-eu-west-1-site')
})
