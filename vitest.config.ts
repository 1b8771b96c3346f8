import { defineConfig } from 'vitest/config'
import { functions, renderers } from './tests/support/test-projects.ts'

const all = ['{tests,packages/*/tests}/**/*.test.ts']
/** Milliseconds. Generous, so that tests pass on a busy machine. A test that waits ends when its condition holds. */
const limits = { testTimeout: 240_000, hookTimeout: 240_000, expect: { poll: { timeout: 60_000 } } }
const globalSetup = ['tests/support/build.ts']

export default defineConfig({
  test: {
    // One more than CI's two cores: some tests wait for another process.
    maxWorkers: 3,
    projects: [
      { test: { name: 'functions', include: functions, exclude: renderers, isolate: false, ...limits } },
      { test: { name: 'renderers', include: renderers, isolate: false, globalSetup, ...limits } },
      { test: { name: 'stacks', include: all, exclude: [...functions, ...renderers], globalSetup, ...limits } },
    ],
  },
})
