import { synthesize } from '../../build/assembly.ts'
import type { RunOptions } from './run-local.ts'
import { showSteps } from './start-steps.ts'
import { steps } from './steps.ts'

/** Builds and synthesizes what has changed, then runs the stack. Shows each step. */
export async function prepareAndRun(options: Omit<RunOptions, 'assembly' | 'steps'>): Promise<void> {
  const shown = showSteps(steps.check)
  const load = () => import('./run-local.ts') // loads the emulator and the AWS SDK, which takes half a second
  try {
    const { folder } = await synthesize({
      inPlace: options.dev ?? false,
      begin: (work) => {
        shown.begin(steps[work])
        if (work === 'synthesize') load().catch(() => {}) // meanwhile; the call below reports the error
      },
    })
    shown.begin(steps.open)
    const { runLocal } = await load()
    await runLocal({ ...options, assembly: folder, steps: shown })
  } finally {
    await shown.end()
  }
}
