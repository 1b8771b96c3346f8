import { defineConfig } from 'vitest/config'

const slow = { testTimeout: 240_000, hookTimeout: 240_000, expect: { poll: { timeout: 60_000 } } }
/** Tests of pure functions, or of parts with their own servers. They leave no state, so their files share a worker. */
const sharing = ['tests/{dynamodb,endpoint,faults,host,iam,s3,ses,site,template}/**/*.test.ts']

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { name: 'parts', include: sharing, isolate: false, ...slow } },
      { test: { name: 'whole', include: ['tests/**/*.test.ts'], exclude: sharing, ...slow } },
    ],
  },
})
