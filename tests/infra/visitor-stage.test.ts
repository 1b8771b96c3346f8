import { expect, it } from 'vitest'
import { synthesizeStack } from '../support/synthesize-stack.ts'

it('the stage of the API limits requests, because its own address does not lead through the distribution', async () => {
  const template = await synthesizeStack()
  const stages = Object.values(template.findResources('AWS::ApiGatewayV2::Stage'))
  expect(stages.map(({ Properties }) => Properties)).toEqual([
    expect.objectContaining({
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
    }),
  ])
})
