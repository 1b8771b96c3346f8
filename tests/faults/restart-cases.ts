import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import type { FaultRule, Selector } from 'cdk-loopback/fault-rule'
import { checkOutcome, repeatAll, repetitionOf } from './check-outcome.ts'
import { describeSelector } from './record-faults.ts'
import { type Cast, openStage } from './stage.ts'
import { type Outcome, suiteOf } from './suite.ts'

const sender = /SendDeliveries/
const entry: Selector = { accessKey: sender, operation: 'PutItem', key: { prefix: 'delivery#' } }
const calls: Readonly<Record<string, Selector>> = {
  'the issue is stored': { accessKey: /ComposeIssue/, operation: 'TransactWriteItems' },
  'planners are queued': { accessKey: /ComposeIssue/, operation: 'SendMessageBatch' },
  'a delivery is stored': { accessKey: /PlanDeliveries/, operation: 'PutItem', key: { prefix: 'delivery#' }, nth: 2 },
  'a delivery is claimed': { ...entry, nth: 2 },
  'a mail is submitted': { accessKey: sender, operation: 'SendRawEmail', nth: 2 },
  'a delivery is marked': { ...entry, nth: 6 },
  'a batch is counted': { accessKey: sender, operation: 'UpdateItem', key: { prefix: 'progress#' } },
  'a portion is finished': { accessKey: sender, operation: 'TransactWriteItems', key: { prefix: 'progress#' }, nth: 2 },
  'the issue ends': { operation: 'TransactWriteItems', key: { prefix: 'issue#' } },
  'feedback is recorded': { accessKey: /RecordFeedback/, operation: 'GetItem' },
}

/** The call hangs before its effect, or loses its response after it; then the whole process is killed. */
export const restartRules: Readonly<Record<string, FaultRule>> = Object.fromEntries(
  Object.entries(calls).flatMap(([what, selector]) => [
    [`the machine fails before ${what}`, { ...selector, fault: 'hang' }],
    [`the machine fails after ${what}`, { ...selector, fault: 'lose-response' }],
  ]),
)

/** The whole process is killed, not only a Lambda. Each case has a stack of its own. */
export const restartSuite = suiteOf({
  name: 'restarts',
  cases: Object.entries(restartRules).map(([name, rule]) => ({
    ...{ name, rule, family: 'crash' as const, step: describeSelector(rule) },
  })),
  open: async () => ({ close: async () => {} }),
  play: (_stage, { name }) => playRestart(name),
})

/** Kills the stack, starts it again on the same folder, and checks the outcome once it is idle. */
async function playRestart(name: string): Promise<Outcome> {
  const folder = await mkdtemp(path.join(tmpdir(), 'postrider-restart-'))
  try {
    const { cast, hit } = await runUntilKilled(folder, name)
    const stage = await openStage(folder)
    try {
      // Perhaps only the request for the run has survived.
      await stage.settle()
      const number = await stage.lastIssue()
      const outcome = await checkOutcome(stage, cast, number, { name })
      const [changes = []] = await repeatAll(stage, [repetitionOf(stage, cast, number)])
      return { ...outcome, problems: [...outcome.problems, ...changes], hits: [`kill -9 of the process: ${hit}`] }
    } finally {
      await stage.close()
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function runUntilKilled(folder: string, name: string): Promise<{ cast: Cast; hit: string }> {
  const script = path.join(import.meta.dirname, 'restart-process.ts')
  const child = spawn(process.execPath, [script, folder, name], { stdio: ['ignore', 'pipe', 'ignore'] })
  const exit = once(child, 'exit')
  const [cast = '', hit] = await Array.fromAsync(createInterface({ input: child.stdout }))
  await exit
  if (child.signalCode !== 'SIGKILL') throw new Error(`The process exited on its own: ${child.exitCode}`)
  if (hit === undefined) throw new Error('The process was killed at no step')
  return { cast: JSON.parse(cast) as Cast, hit } // restart-process.ts wrote it
}
