import { expect, it } from 'vitest'
import { creationOrder } from '../support/creation-order.ts'
import { synthesizeStack } from '../support/synthesize-stack.ts'

const template = (await synthesizeStack()).toJSON()
const other = (await synthesizeStack({ siteUrl: 'https://a.example/' })).toJSON()
const idsOf = (type: string): string[] =>
  Object.keys(template.Resources).filter((id) => template.Resources[id].Type === type)
const [distribution = ''] = idsOf('AWS::CloudFront::Distribution')
const siteUrls = () =>
  idsOf('AWS::Lambda::Function')
    .map((id) => template.Resources[id].Properties.Environment.Variables.SITE_URL)
    .filter((each) => each !== undefined)

it('the resources of the stack form no cycle, although Lambdas know the distribution that forwards to them', () => {
  const order = creationOrder(template.Resources)
  expect(order).toHaveLength(Object.keys(template.Resources).length)
  const place = (id: string): number => order.indexOf(id)
  const [manage = ''] = idsOf('AWS::Lambda::Function').filter((id) => id.includes('ManageSubscription'))
  for (const [first = '', then = ''] of [
    [idsOf('AWS::ApiGatewayV2::Api')[0], distribution],
    [distribution, manage],
    [manage, idsOf('AWS::ApiGatewayV2::Integration')[0]],
  ]) {
    expect(place(first)).toBeGreaterThanOrEqual(0)
    expect(place(first)).toBeLessThan(place(then))
  }
})

it('an edge function that named the distribution would form a cycle', () => {
  const [edge = ''] = idsOf('AWS::CloudFront::Function')
  const FunctionCode = { 'Fn::Sub': `const site = '\${${distribution}.DomainName}'` }
  const changed = { ...template.Resources, [edge]: { Properties: { FunctionCode } } }
  expect(() => creationOrder(changed)).toThrow(new RegExp(`cycle: .*${distribution}`))
})

it("in a deployment without settings, the Lambdas' site is the distribution", () => {
  const own = { 'Fn::Join': ['', ['https://', { 'Fn::GetAtt': [distribution, 'DomainName'] }]] }
  expect(siteUrls().length).toBeGreaterThan(5)
  for (const siteUrl of siteUrls()) {
    expect(siteUrl).toEqual({ 'Fn::If': ['SiteUrlIsDefault', own, { Ref: 'SiteUrl' }] })
  }
  expect(template.Parameters.SiteUrl.Default).toBe('')
  expect(template.Conditions.SiteUrlIsDefault).toEqual({ 'Fn::Equals': [{ Ref: 'SiteUrl' }, ''] })
})

it('the outputs name the site and the distribution', () => {
  expect(template.Outputs).toMatchObject({
    SiteUrlSetting: { Value: siteUrls()[0] },
    DistributionDomainName: { Value: { 'Fn::GetAtt': [distribution, 'DomainName'] } },
    DistributionId: { Value: { Ref: distribution } },
  })
})

it('the parameter SiteUrl accepts an address, and nothing that would break an edge function', () => {
  const pattern = new RegExp(`^(?:${template.Parameters.SiteUrl.AllowedPattern})$`)
  for (const each of ['', 'https://a.example', 'http://127.0.0.1:4000', 'https://a.example/news'])
    expect(each).toMatch(pattern)
  for (const each of ['a.example', 'https://', 'https://a.example/', "https://a.example/'", 'https://a.example\n', ' '])
    expect(each).not.toMatch(pattern)
})

it('publication.json can set another address, and change it in an update, which keeps the values of parameters', () => {
  const siteUrl = { 'Fn::If': ['SiteUrlIsDefault', 'https://a.example', { Ref: 'SiteUrl' }] }
  expect(other.Outputs.SiteUrlSetting.Value).toEqual(siteUrl)
  expect(JSON.stringify(other.Resources)).toContain(`const site = '",${JSON.stringify(siteUrl)},"'`)
  expect(other.Parameters.SiteUrl.Default).toBe('')
})
