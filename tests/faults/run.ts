import { fork } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { synthesize } from '../../build/assembly.ts'
import {
  changeOfMindCases,
  clockCases,
  commandCases,
  interruptedCommandCases,
  interruptedRetryCases,
  unknownCases,
} from './command-cases.ts'
import { departureCases } from './departure-cases.ts'
import { effectCases, invocationCases } from './effect-cases.ts'
import type { CaseResult, FaultCase } from './fault-case.ts'
import { discard, type Guard, guards, removeGuard } from './guards.ts'
import { play } from './play.ts'
import { playRestart, restartRules } from './restart-cases.ts'
import { openStage, type Stage } from './stage.ts'
import { busCases, conflictCases, queueCases, sesCases } from './story-cases.ts'
import { uploadCases } from './upload-cases.ts'

// The fault matrix: `npm run test:faults [-- --only TEXT] [--quarter 0..3] [--report FILE]`. Every case runs the product with a
// fault, and then checks the captured mails and the ledger. Without --quarter, it plays all cases.
process.env.POWERTOOLS_LOG_LEVEL = 'SILENT'
const cases: readonly FaultCase[] = [
  ...effectCases,
  ...invocationCases,
  ...sesCases,
  ...conflictCases,
  ...queueCases,
  ...busCases,
  ...changeOfMindCases,
  ...commandCases,
  ...interruptedCommandCases,
  ...interruptedRetryCases,
  ...clockCases,
  ...unknownCases,
  ...uploadCases,
  ...departureCases,
]
const shares = 2

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    share: { type: 'string' },
    quarter: { type: 'string', default: '' },
    report: { type: 'string' },
  },
})
if (values.share === undefined) await runAll()
else await runShare(Number(values.share))

/** Runs every other case on its own stack. After a failure, continues on a new stack. */
async function runShare(share: number): Promise<void> {
  const report = (result: CaseResult) => void process.send?.(result)
  const isChosen = (index: number) => values.quarter === '' || Math.floor(index / shares) % 4 === Number(values.quarter)
  const mine = <Item>(items: readonly Item[]) =>
    items.filter((_item, index) => index % shares === share && isChosen(index))
  let stage: Stage | undefined
  for (const faultCase of mine(cases.filter(({ name }) => name.includes(values.only)))) {
    stage ??= await openStage()
    const result = await survive(faultCase.name, () => play(stage as Stage, faultCase)) // opened right above
    report(result)
    if (result.problems.length === 0) continue
    await stage.close()
    stage = undefined
  }
  await stage?.close()
  for (const guard of mine(guards.filter(({ name }) => `without ${name}`.includes(values.only))))
    report(await survive(`without ${guard.name}`, () => playWithout(guard)))
  for (const name of mine(Object.keys(restartRules).filter((each) => each.includes(values.only))))
    report(await survive(name, () => playRestart(name)))
  process.disconnect?.()
}

/** Checks that the case for a guard fails without it. Otherwise, the matrix would not detect a missing guard. */
async function playWithout(guard: Guard): Promise<CaseResult> {
  const startedAt = performance.now()
  const folder = await mkdtemp(path.join(tmpdir(), 'postrider-guard-'))
  const change = await removeGuard(guard, folder)
  const stage = await openStage(undefined, { change })
  try {
    const watcher = cases.find(({ name }) => name === guard.misses)
    if (!watcher) throw new Error(`There is no case named ${guard.misses}`)
    const { problems } = await survive(watcher.name, () => play(stage, watcher))
    const detected = problems.length > 0
    if (detected) process.send?.({ note: `without ${guard.name}, "${watcher.name}" fails: ${problems[0]}` })
    const result = { name: `without ${guard.name}`, losses: 0, repeats: 0, took: performance.now() - startedAt }
    return { ...result, problems: detected ? [] : [`"${watcher.name}" does not detect it`] }
  } finally {
    await stage.close()
    await discard(folder)
  }
}

async function survive(name: string, act: () => Promise<CaseResult>): Promise<CaseResult> {
  try {
    return await act()
  } catch (error) {
    return { name, losses: 0, repeats: 0, problems: [String(error)], took: 0 }
  }
}

async function runAll(): Promise<void> {
  await synthesize() // once for all
  const startedAt = performance.now()
  const results: CaseResult[] = []
  const children = Array.from({ length: shares }, (_, share) =>
    fork(import.meta.filename, ['--share', String(share), '--only', values.only, '--quarter', values.quarter], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    }),
  )
  const codes = await Promise.all(
    children.map((child) => {
      child.on('message', (result: CaseResult | { readonly note: string }) => {
        if ('note' in result) return console.log(result.note)
        results.push(result)
        if (result.problems.length > 0) console.log(`✗ ${result.name}\n  ${result.problems.join('\n  ')}`)
      })
      return new Promise<number | null>((resolve) => child.once('exit', resolve))
    }),
  )
  await summarize(
    results,
    codes.every((code) => code === 0),
    (performance.now() - startedAt) / 1_000,
  )
}

async function summarize(results: readonly CaseResult[], ended: boolean, seconds: number): Promise<void> {
  const sum = (count: (result: CaseResult) => number) => results.reduce((total, result) => total + count(result), 0)
  const failed = results.filter(({ problems }) => problems.length > 0).length
  const slowest = results.toSorted((a, b) => b.took - a.took).slice(0, 3)
  console.log(`slowest: ${slowest.map(({ name, took }) => `${name} (${(took / 1_000).toFixed(1)} s)`).join('; ')}`)
  console.log(
    `${results.length} cases in ${seconds.toFixed(0)} s: ${sum(({ losses }) => losses)} losses, ${sum(({ repeats }) => repeats)} repeats (allowed once after an unknown submission that was given up)`,
  )
  console.log(
    `fault matrix: ${results.length - failed} passed, ${failed} failed${ended ? '' : ', and a process that died'}`,
  )
  const report = {
    numPassedTests: results.length - failed,
    numFailedTests: failed + (ended ? 0 : 1),
    numPendingTests: 0,
  }
  if (values.report) await writeFile(values.report, JSON.stringify(report))
  process.exitCode = report.numFailedTests > 0 ? 1 : 0
}
