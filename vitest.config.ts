import { defineConfig } from 'vitest/config'
import { functions, renderers } from './tests/support/test-projects.ts'

const all = ['{tests,packages/*/tests}/**/*.test.ts']
const limits = { testTimeout: 30_000, hookTimeout: 60_000 }
const globalSetup = ['tests/support/build.ts']

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      { test: { name: 'functions', include: functions, exclude: renderers, isolate: false, ...limits } },
      { test: { name: 'renderers', include: renderers, isolate: false, globalSetup, ...limits } },
      { test: { name: 'stacks', include: all, exclude: [...functions, ...renderers], globalSetup, ...limits } },
    ],
  },
})
