import { rm } from 'node:fs/promises'
import path from 'node:path'
import { printAgainst } from './measure.ts'
import { startProcess, withFolder } from './support/local-process.ts'

/** Milliseconds. */
const limits = { first: 10_000, warm: 1_500 } as const
const built = path.join(path.dirname(import.meta.dirname), 'dist')

/** Measures the time from the command to the ready line, first in a clean checkout, then with everything built. */
export async function benchStarting(): Promise<void> {
  await rm(built, { recursive: true, force: true })
  await withFolder(async (data) => {
    const first = await startProcess(data)
    await first.stop()
    printAgainst('first start, with seeds', [first.startedIn], limits.first)
    const warm: number[] = []
    for (let run = 0; run < 5; run += 1) {
      const started = await startProcess(data)
      await started.stop()
      warm.push(started.startedIn)
    }
    printAgainst('warm start', warm, limits.warm)
  })
}
