import { spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import type { Need } from './needs/need.ts'
import type { Statement } from './roles.ts'

/** A question to the IAM evaluator: do the statements allow what is needed? */
export type Evaluation = { readonly statements: readonly Statement[]; readonly need: Need }

export type Verdict = {
  readonly allowed: boolean
  /** The positions of the statements that allow it. */
  readonly by: readonly number[]
  /** Why the evaluator cannot answer. */
  readonly error?: string
}

/**
 * An evaluator that shares no code with the emulator. Its licence is the AGPL, so it is neither a dependency nor part of
 * the lock file: npx downloads it for the run (docs/decisions/0035).
 */
const evaluator = '@cloud-copilot/iam-simulate@0.1.173'

/** Milliseconds. Includes the download. */
const timeout = 300_000

/** The first line that evaluate.ts writes. Without it, npx could not get the evaluator. */
export const started = 'started\n'

/**
 * Answers all questions. Returns undefined if npx cannot download the evaluator.
 * @throws {Error} if the evaluator was started and failed
 */
export async function evaluate(evaluations: readonly Evaluation[]): Promise<readonly Verdict[] | undefined> {
  const script = path.join(import.meta.dirname, 'evaluate.ts')
  const options = ['--yes', '--prefer-offline', '--ignore-scripts', '--fetch-retries=1', '--loglevel=error']
  const child = spawn('npx', [...options, `--package=${evaluator}`, '--', process.execPath, script], {
    stdio: ['pipe', 'pipe', 'inherit'],
    timeout,
  })
  child.stdin.on('error', () => {}) // it ended before it read everything: its exit code says so
  child.stdin.end(JSON.stringify(evaluations))
  const ended = once(child, 'exit').then(
    ([code]) => code,
    () => -1, // there is no npx
  )
  const [output, code] = await Promise.all([text(child.stdout), ended])
  if (!output.startsWith(started)) return undefined
  if (code !== 0) throw new Error(`The IAM evaluator ended with ${code}`)
  return JSON.parse(output.slice(started.length)) as readonly Verdict[] // written by evaluate.ts
}
