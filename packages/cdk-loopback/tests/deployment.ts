import type { DeploymentPlan } from '../src/template/stack-plan.ts'

export const stackId = 'arn:aws:cloudformation:us-east-1:000000000000:stack/Test/5c3b0d2e-2f1c-4a55-8a3e-6f0d1e2f3a4b'

/** What CloudFormation tells about a stack that no template describes. */
export const deployment: DeploymentPlan = {
  template: '{}',
  description: undefined,
  parameters: {},
  outputDescriptions: {},
  tags: {},
  resources: [],
}
