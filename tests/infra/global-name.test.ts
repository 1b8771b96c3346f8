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
async function namesIn(region: string, stack: string): Promise<[type: string, name: string][]> {
  const { Resources } = (await synthesizeStack({ stack })).toJSON()
  const resources: { Type: string; Properties: Record<string, { Name?: unknown }> }[] = Object.values(Resources)
  return resources.flatMap(({ Type, Properties }): [string, string][] => {
    if (!(Type in longest)) return []
    const name: unknown = Properties.Name ?? Object.values(Properties).find((each) => each.Name)?.Name
    const join = (name as { 'Fn::Join': [string, (string | { Ref: string })[]] })['Fn::Join'] // because of the region
    return [[Type, join[1].map((part) => (typeof part === 'string' ? part : region)).join(join[0])]]
  })
}

it('names that all regions share contain the stack and the region', async () => {
  const names = await namesIn('eu-central-1', 'Gazette')
  expect(names.map(([, name]) => name).sort()).toEqual([
    'Gazette-eu-central-1-headers',
    'Gazette-eu-central-1-site',
    'Gazette-eu-central-1-viewer-request',
    'Gazette-eu-central-1-viewer-response',
  ])
})

it('the names of a stack with the longest name are neither too long nor those of another stack', async () => {
  const stack = `a${'-long'.repeat(19)}`
  const names = await namesIn('ap-southeast-1', stack)
  const others = await namesIn('ap-southeast-1', `${stack}er`)
  expect(names).toHaveLength(4)
  for (const [type, name] of names) {
    expect(name.length).toBeLessThanOrEqual(longest[type] ?? 0)
    expect(name).toMatch(/^[A-Za-z0-9-]+$/)
    expect(others.map(([, other]) => other)).not.toContain(name)
  }
})

it('no name of a resource is fixed', async () => {
  const { Resources } = (await synthesizeStack({ stack: 'Gazette' })).toJSON()
  expect(JSON.stringify(Resources)).not.toMatch(/"(Name|\w+Name)":"Postrider[^"]*"/)
})

it('a short name of a stack is kept whole', () => {
  const stack = new Stack(new App(), 'Gazette', { env: { region: 'eu-west-1' } })
  expect(globalName(stack, 'site', 64)).toBe('Gazette-eu-west-1-site')
})
