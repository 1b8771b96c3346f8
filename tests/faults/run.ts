import { fork } from 'node:child_process'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import type { StackPlan } from 'cdk-loopback/template/stack-plan'
import { synthesize } from '../../build/assembly.ts'
import { runVersion } from '../support/versions.ts'
import { articleSuite, deadLetterSuite } from './articles/article-suite.ts'
import { bundleEdited, discard, type Guard, guards } from './guards.ts'
import { mailSuite } from './mail-suite.ts'
import { randomSuite } from './random/random-suite.ts'
import { listCases, summarize } from './report.ts'
import { restartSuite } from './restart-cases.ts'
import type { CaseName, CaseResult, OpenSuite, Suite } from './suite.ts'

// The fault matrix: `npm run test:faults`. Every case runs the product with a fault, and then checks what came of it. Besides
// all cases, it plays random stories, by default those of the seeds 1 and 2. After `--`:
//   --list             only names the cases
//   --only 'ONE|TWO'   plays the cases whose names contain one of the texts
//   --suite NAME       plays the cases of one suite, or of 'A|B': mails, restarts, articles, dead letters or random
//   --quarter 2,3      plays some quarters of the cases: each has every fourth one
//   --seed N --seeds COUNT, --report FILE
// The process forks one for each share, with --share, and with --bundles for the folder of the edited version.
process.env.POWERTOOLS_LOG_LEVEL = 'SILENT'
const shares = 2

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: '' },
    suite: { type: 'string', default: '' },
    share: { type: 'string' },
    bundles: { type: 'string', default: '' },
    quarter: { type: 'string', default: '' },
    report: { type: 'string' },
    list: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    seeds: { type: 'string', default: '2' },
  },
})
const allSuites: readonly Suite[] = [
  mailSuite,
  restartSuite,
  articleSuite,
  deadLetterSuite,
  randomSuite(Number(values.seed), Number(values.seeds)),
]
const suites = allSuites.filter(({ name }) => values.suite === '' || values.suite.split('|').includes(name))
if (values.list) listCases(suites, guards)
else if (values.share === undefined) await runAll()
else await runShare(Number(values.share))

/** Returns whether a name contains one of the texts of --only. */
function isNamed(name: string): boolean {
  return values.only.split('|').some((text) => name.includes(text))
}

/** Plays every other case of each suite. After a failure, continues on a new stage. */
async function runShare(share: number): Promise<void> {
  const isChosen = (index: number) =>
    values.quarter === '' || values.quarter.includes(String(Math.floor(index / shares) % 4))
  const ours = <Item>(items: readonly Item[]) => items.filter((_item, index) => index % shares === share)
  const mine = <Item>(items: readonly Item[]) =>
    items.filter((_item, index) => index % shares === share && isChosen(index))
  for (const suite of suites) {
    const names = suite.cases.map(({ name }) => name).filter(isNamed)
    await playSuite(suite, suite.isDrawn ? ours(names) : mine(names))
  }
  const cases = new Set(suites.flatMap((suite) => suite.cases.map(({ name }) => name)))
  const isOurs = (name: string) => values.suite === '' || cases.has(name)
  const watched = guards.filter(({ name, misses }) => isNamed(`without ${name}`) && isOurs(misses))
  for (const guard of mine(watched)) report(await playWithout(guard))
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
      stage ??= await suite.open({ change: versionOf(suite) })
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

/** Returns the change of a plan that runs the bundles of a suite. */
function versionOf({ edits }: Suite): (plan: StackPlan) => StackPlan {
  return edits ? runVersion(values.bundles) : (plan) => plan
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
    const { edits, change = (plan) => plan } = guard
    const version =
      edits.length === 0 ? versionOf(suite) : await bundleEdited(folder, [...(suite.edits ?? []), ...edits])
    const stage = await suite.open({ change: (plan) => change(version(plan)) })
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
  const bundles = await mkdtemp(path.join(tmpdir(), 'postrider-version-'))
  await bundleEdited(
    bundles,
    suites.flatMap(({ edits = [] }) => edits),
  )
  const startedAt = performance.now()
  const results: CaseResult[] = []
  const { only, suite, quarter, seed, seeds } = values
  const chosen = Object.entries({ only, suite, quarter, seed, seeds, bundles }).flatMap(([name, value]) => [
    `--${name}`,
    value,
  ])
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
  await discard(bundles)
  const ended = codes.every((code) => code === 0)
  const seconds = (performance.now() - startedAt) / 1_000
  await summarize(results, { ended, seconds, file: values.report })
}
