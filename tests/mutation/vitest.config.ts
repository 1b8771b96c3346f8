import { readFileSync } from 'node:fs'
import path from 'node:path'
import { defineConfig } from 'vitest/config'
import type { Plan } from './plan.ts'

const root = path.resolve(import.meta.dirname, '../..')
const plan: Plan = JSON.parse(readFileSync(path.join(root, '.mutate/plan.json'), 'utf8')) // run.ts wrote it

export default defineConfig({
  root,
  plugins: [
    {
      name: 'instrumented-sources',
      enforce: 'pre',
      load: (id) =>
        plan.sources[path.relative(root, id)]?.replaceAll('new WeakMap', 'new globalThis.__stryker__.WeakMap'),
    },
  ],
  test: {
    ...{
      include: [...plan.tests],
      runner: 'tests/mutation/mutant-runner.ts',
      pool: 'forks',
      maxWorkers: 1,
      isolate: false,
    },
    ...{
      fsModuleCache: false, // other runs must not find sources with mutants
      testTimeout: 60_000,
      hookTimeout: 60_000,
      dangerouslyIgnoreUnhandledErrors: true,
      reporters: [],
      watch: false,
    },
  },
})
