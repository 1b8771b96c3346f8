import { defineConfig } from 'vitest/config'

const slow = { testTimeout: 30_000, hookTimeout: 60_000 }
/** Pure functions, or servers of a test's own: nothing is left over from one file that another could meet. */
const sharing = [
  'tests/{aws,console,core,infra}/**/*.test.ts',
  'packages/cdk-loopback/tests/{dynamodb,endpoint,faults,host,iam,s3,ses,site,template}/**/*.test.ts',
  'packages/schedule-expressions/tests/**/*.test.ts',
]

export default defineConfig({
  test: {
    globalSetup: ['tests/support/build.ts'],
    maxWorkers: 2,
    projects: [
      { test: { name: 'parts', include: sharing, isolate: false, ...slow } },
      { test: { name: 'whole', include: ['{tests,packages/*/tests}/**/*.test.ts'], exclude: sharing, ...slow } },
    ],
  },
})
