import { defineConfig } from 'vitest/config'
import { buildOnDemand } from './tests/support/build-on-demand.ts'

const shared = { testTimeout: 30_000, hookTimeout: 60_000, root: import.meta.dirname }
/** Tests of plain functions, or with servers of their own: files can share a worker, as they leave nothing behind. */
const sharing = [
  'tests/{aws,build,console,core,infra,lambdas}/**/*.test.ts',
  'packages/cdk-loopback/tests/{dynamodb,s3,ses,site,template}/**/*.test.ts',
  'packages/schedule-expressions/tests/**/*.test.ts',
]

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { plugins: [buildOnDemand()], test: { name: 'parts', include: sharing, isolate: false, ...shared } },
      {
        plugins: [buildOnDemand()],
        test: { name: 'whole', include: ['{tests,packages/*/tests}/**/*.test.ts'], exclude: sharing, ...shared },
      },
    ],
  },
})
