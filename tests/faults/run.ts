import { fork } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { synthesize } from '../../build/assembly.ts'
import { articleSuite } from './articles/article-suite.ts'
import { discard, type Guard, guards, removeGuard } from './guards.ts'
import { mailSuite } from './mail-suite.ts'
import { randomSuite } from './random/random-suite.ts'
import { listCases, summarize } from './report.ts'
import { restartSuite } from './restart-cases.ts'
import type { CaseName, CaseResult, OpenSuite, Suite } from './suite.ts'

// The fault matrix: `npm run test:faults [-- --only TEXT] [--quarter 0..3] [--seed N] [--seeds COUNT] [--report FILE] [--list]`.
// Every case runs the product with a fault, and then checks what came of it. Without --quarter, it plays all cases. Besides, it
// plays random stories, by default those of the seeds 1 and 2. --list only names the cases.
process.env.POWERTOOLS_LOG_LEVEL = 'SILENT'
const shares = 2

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    share: { type: 'string' },
    quarter: { type: 'string', default: '' },
    report: { type: 'string' },
    list: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '2' },
  },
})
const suites: readonly Suite[] = [
  mailSuite,
  restartSuite,
  articleSuite,
  randomSuite(Number(values.seed), Number(values.seeds)),
]
if (values.list) listCases(suites, guards)
else if (values.share === undefined) await runAll()
else await runShare(Number(values.share))

/** Plays every other case of each suite. After a failure, continues on a new stage. */
async function runShare(share: number): Promise<void> {
  const isChosen = (index: number) => values.quarter === '' || Math.floor(index / shares) % 4 === Number(values.quarter)
  const ours = <Item>(items: readonly Item[]) => items.filter((_item, index) => index % shares === share)
  const mine = <Item>(items: readonly Item[]) =>
    items.filter((_item, index) => index % shares === share && isChosen(index))
  for (const suite of suites) {
    const names = suite.cases.map(({ name }) => name).filter((name) => name.includes(values.only))
    await playSuite(suite, suite.isDrawn ? ours(names) : mine(names))
  }
  for (const guard of mine(guards.filter(({ name }) => `without ${name}`.includes(values.only))))
    report(await playWithout(guard))
  process.disconnect?.()
}

function report(result: CaseResult | { readonly note: string }): void {
  process.send?.(result)
}

async function playSuite(suite: Suite, names: readonly string[]): Promise<void> {
  const size = suite.roundSize ?? 1
  let stage: OpenSuite | undefined
  for (let start = 0; start < names.length; start += size) {
    const round = names.slice(start, start + size)
    try {
      stage ??= await suite.open()
      const results = await stage.play(round)
      for (const result of results) report(result)
      if (results.every(({ problems }) => problems.length === 0)) continue
    } catch (error) {
      for (const each of suite.cases.filter(({ name }) => round.includes(name))) report(failed(each, error))
    }
    await stage?.close()
    stage = undefined
  }
  await stage?.close()
}

function failed({ name, family, step }: CaseName, error: unknown): CaseResult {
  return { name, family, step, problems: [String(error)], hits: [], took: 0 }
}

/** Checks that the case for a guard fails without it. Otherwise, the matrix would not detect a missing guard. */
async function playWithout(guard: Guard): Promise<CaseResult> {
  const startedAt = performance.now()
  const folder = await mkdtemp(path.join(tmpdir(), 'postrider-guard-'))
  const suite = suites.find(({ cases }) => cases.some(({ name }) => name === guard.misses))
  const watcher = suite?.cases.find(({ name }) => name === guard.misses)
  const self = { family: watcher?.family ?? 'delivery', step: watcher?.step ?? '', name: `without ${guard.name}` }
  try {
    if (!suite || !watcher) throw new Error(`There is no case named ${guard.misses}`)
    const stage = await suite.open({ change: await removeGuard(guard, folder) })
    const results = await stage.play([watcher.name]).finally(() => stage.close())
    const [problem] = results.flatMap(({ problems }) => problems)
    if (problem) report({ note: `${self.name}, "${watcher.name}" fails: ${problem}` })
    const problems = problem ? [] : [`"${watcher.name}" does not detect it`]
    return { ...self, problems, hits: [], took: performance.now() - startedAt }
  } catch (error) {
    return failed(self, error)
  } finally {
    await discard(folder)
  }
}

async function runAll(): Promise<void> {
  await synthesize() // once for all
  const startedAt = performance.now()
  const results: CaseResult[] = []
  const { only, quarter, seed, seeds } = values
  const chosen = Object.entries({ only, quarter, seed, seeds }).flatMap(([name, value]) => [`--${name}`, value])
  const children = Array.from({ length: shares }, (_, share) =>
    fork(import.meta.filename, ['--share', String(share), ...chosen], {
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
  const ended = codes.every((code) => code === 0)
  const seconds = (performance.now() - startedAt) / 1_000
  await summarize(results, { ended, seconds, file: values.report })
}
