import { expect, it } from 'vitest'
import { synthesizeStack } from '../support/synthesize-stack.ts'

const template = await synthesizeStack()

it('the stage of the API limits requests, because its own address does not lead through the distribution', () => {
  const stages = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'))
  expect(stages.map(({ Properties }) => Properties)).toEqual([
    expect.objectContaining({
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
    }),
  ])
})
