import type { Step } from './step-line.ts'

/** The steps of a start, with how much of a first start is done before and after each. A later start skips most of them. */
export const steps = {
  check: { name: 'Starting Postrider: looking for changed sources', from: 0, to: 0.02 },
  build: { name: 'Building the templates and Lambdas, because their sources have changed', from: 0.02, to: 0.4 },
  synthesize: { name: 'Synthesizing the CloudFormation template', from: 0.4, to: 0.55 },
  open: { name: 'Starting the local AWS services', from: 0.55, to: 0.6 },
  seed: { name: 'Publishing the example articles', from: 0.6, to: 0.9 },
  mail: { name: 'Mailing the first digest to the example subscribers', from: 0.9, to: 1 },
} as const satisfies Readonly<Record<string, Step>>
