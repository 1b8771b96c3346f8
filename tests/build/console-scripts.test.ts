import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { buildConsoleScripts } from '../../build/console-scripts.ts'

test('a page of the console loads at most 100 KB of scripts, not compressed', async () => {
  const target = await mkdtemp(path.join(tmpdir(), 'postrider-scripts-'))
  onTestFinished(() => rm(target, { recursive: true }))
  await buildConsoleScripts(path.resolve('console', 'browser'), target)
  const names = await readdir(target)
  const sizes = new Map(
    await Promise.all(names.map(async (name) => [name, (await stat(path.join(target, name))).size] as const)),
  )
  const common = sizes.get('app.js') ?? Number.NaN
  expect(common).toBeGreaterThan(10_000)
  for (const [name, size] of sizes) expect(name === 'app.js' ? size : common + size).toBeLessThanOrEqual(100_000)
})
