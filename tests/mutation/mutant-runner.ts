import { appendFileSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { type RunnerTask, type RunnerTestCase, TestRunner, type TestTryOptions } from 'vitest'
import type { Plan, Report } from './plan.ts'

/** What Stryker's instrumented sources read and write. */
type Switches = {
  activeMutant?: string | undefined
  currentTestId?: string | undefined
  hitCount?: number
  hitLimit?: number
  mutantCoverage: { static: Record<string, number>; perTest: Record<string, Record<string, number>> }
  /** Tells whether a condition's mutant is active, and notes that a test has reached it. */
  isActive(id: string): boolean
  /** Seconds of CPU time. A test that takes longer with its mutants leaves the others to other tests. */
  readonly patience: number
  /** Mutants that need no further run. */
  readonly settled: Set<string>
  /** What a module caches with a mutant is empty for the next one. */
  readonly WeakMap: WeakMapConstructor
}

const folder = path.resolve(import.meta.dirname, '../../.mutate')
/** A cache that forgets everything when another mutant becomes active. */
class MutantCache<K extends WeakKey, V> extends WeakMap<K, V> {
  #mutant: string | undefined
  #entries = new WeakMap<K, V>()

  override get(key: K): V | undefined {
    return this.#current().get(key)
  }

  override has(key: K): boolean {
    return this.#current().has(key)
  }

  override set(key: K, value: V): this {
    this.#current().set(key, value)
    return this
  }

  #current(): WeakMap<K, V> {
    if (this.#mutant !== switches.activeMutant) this.#entries = new WeakMap()
    this.#mutant = switches.activeMutant
    return this.#entries
  }
}

/** Vitest loads this file with each file of tests, but loads the sources once: what they read stays the same object. */
const shared = globalThis as { __stryker__?: Switches }
shared.__stryker__ ??= createSwitches()
const switches = shared.__stryker__

/**
 * Runs each test once, and then once more with each mutant that it reached and no test has killed yet: these are the retries of its
 * second round. The last retry runs without a mutant; if it fails, the test depends on what ran before it, and kills nothing.
 */
// biome-ignore lint/style/noDefaultExport: Vitest expects it
export default class MutantRunner extends TestRunner {
  #queue: readonly string[] = []
  #killed: string[] = []
  #startedAt = process.cpuUsage()

  override async onBeforeRunTask(test: RunnerTask): Promise<void> {
    await super.onBeforeRunTask(test)
    if (test.type === 'test') Object.assign(test, { repeats: 1, retry: 0 })
    this.#queue = []
    this.#killed = []
    this.#startedAt = process.cpuUsage()
  }

  override onBeforeTryTask(test: RunnerTestCase, options: TestTryOptions): void {
    super.onBeforeTryTask(test, options)
    const mutant = options.repeats === 0 ? undefined : this.#queue[options.retry]
    switches.currentTestId = options.repeats === 0 ? test.id : undefined
    switches.activeMutant = mutant
    switches.hitCount = 0
    switches.hitLimit = 1_000 + 100 * (mutant ? (switches.mutantCoverage.perTest[test.id]?.[mutant] ?? 0) : 0)
    if (mutant) report({ kind: 'started', mutant, test: nameOf(test) })
  }

  override async onAfterRetryTask(test: RunnerTestCase, options: TestTryOptions): Promise<void> {
    await super.onAfterRetryTask(test, options)
    const { result } = test
    if (!result) return
    const hasFailed = result.state === 'fail'
    switches.activeMutant = undefined
    if (options.repeats === 0) {
      if (hasFailed) report({ kind: 'failed', test: nameOf(test) })
      const reached = Object.keys(switches.mutantCoverage.perTest[test.id] ?? {})
      for (const mutant of reached) report({ kind: 'reached', mutant, test: nameOf(test) })
      this.#queue = hasFailed ? [] : reached.filter((id) => !switches.settled.has(id))
      Object.assign(test, { retry: this.#queue.length })
      return
    }
    const mutant = this.#queue[options.retry]
    if (mutant && hasFailed) this.#killed.push(mutant)
    delete result.errors
    const { user, system } = process.cpuUsage(this.#startedAt)
    if (!mutant) return this.#settle(test, hasFailed)
    if (user + system > switches.patience * 1e6) {
      result.state = 'pass'
      return this.#settle(test, false)
    }
    result.state = 'fail' // Vitest tries again after an error
    result.errors = [{ message: 'again' }]
  }

  #settle(test: RunnerTestCase, isUnrepeatable: boolean): void {
    if (isUnrepeatable) report({ kind: 'unrepeatable', test: nameOf(test) })
    for (const mutant of this.#killed) {
      if (!isUnrepeatable) switches.settled.add(mutant)
      report({ kind: isUnrepeatable ? 'doubtful' : 'killed', mutant, test: nameOf(test) })
    }
  }
}

function createSwitches(): Switches {
  const plan: Plan = JSON.parse(readFileSync(path.join(folder, 'plan.json'), 'utf8')) // run.ts wrote it
  const mutantCoverage: Switches['mutantCoverage'] = { static: {}, perTest: {} }
  function isActive(id: string): boolean {
    const { currentTestId: test, activeMutant } = switches
    const hits = test === undefined ? mutantCoverage.static : { ...mutantCoverage.perTest[test] }
    hits[id] = (hits[id] ?? 0) + 1
    if (test !== undefined) mutantCoverage.perTest[test] = hits
    return activeMutant === id
  }
  const { patience, decided } = plan
  return { mutantCoverage, isActive, patience, settled: new Set(decided), WeakMap: MutantCache }
}

const nameOf = ({ file, name }: RunnerTestCase) => `${file.name}: ${name}`

function report(line: Report): void {
  appendFileSync(path.join(folder, 'report.jsonl'), `${JSON.stringify(line)}\n`)
}
