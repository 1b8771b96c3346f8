import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { readSources } from '../support/source-files.ts'
import { mutateCode } from './code.ts'
import { mutateConditions } from './conditions.ts'
import type { Plan, Report } from './plan.ts'

// Mutation tests: `npm run mutate -- core/deliveries` changes the code of a folder or file in many small ways, one at a time, and
// runs the tests of the same folder. --tests GLOB names other tests. With --conditions, it changes the write conditions of DynamoDB
// instead. It prints the mutants that no test notices.
const root = path.resolve(import.meta.dirname, '../..')
const folder = path.join(root, '.mutate')
/** Milliseconds without a report after which a mutant counts as killed: the tests do not end. */
const longestSilence = 300_000

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { conditions: { type: 'boolean', default: false }, tests: { type: 'string', multiple: true } },
})
const [target = 'core/deliveries'] = positionals

await mkdir(folder, { recursive: true })
const files = readSources(root, ['core', 'aws']).filter(({ path: file }) => file.startsWith(target))
const { mutants, sources } = values.conditions ? mutateConditions(files) : await mutateCode(files, folder)
const tests = values.tests ?? [
  target.endsWith('.ts') ? `tests/${target.slice(0, -3)}*.test.ts` : `tests/${target}/**/*.test.ts`,
]
const decided = new Set<string>()
await rm(path.join(folder, 'report.jsonl'), { force: true })
// Slow tests get their time when fast tests have left few mutants.
for (const patience of [2, 60]) {
  while (!(await runTests({ mutants, sources, tests, decided: [...decided], patience }))) {
    const last = (await readReports()).findLast(({ kind }) => kind === 'started')
    if (!last || !('mutant' in last)) throw new Error('The tests do not end, even without a mutant.')
    decided.add(last.mutant)
    console.log(`${last.mutant}: ${last.test} does not end`)
    await decideKilled()
  }
  await decideKilled()
}
await summarize()

async function decideKilled(): Promise<void> {
  for (const line of await readReports()) if (line.kind === 'killed') decided.add(line.mutant)
}

/** Runs the tests. Returns false if they hang. */
async function runTests(plan: Plan): Promise<boolean> {
  await writeFile(path.join(folder, 'plan.json'), JSON.stringify(plan))
  const vitest = path.join(root, 'node_modules/vitest/vitest.mjs')
  const args = [vitest, 'run', '--config', 'tests/mutation/vitest.config.ts']
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, CI: '1' },
    stdio: 'ignore',
    detached: true,
  })
  const exited = once(child, 'exit')
  const startedAt = Date.now()
  for (;;) {
    const hasEnded = await Promise.race([exited.then(() => true), new Promise((resolve) => setTimeout(resolve, 2_000))])
    if (hasEnded) return true
    const changedAt = (await stat(path.join(folder, 'report.jsonl')).catch(() => undefined))?.mtimeMs ?? 0
    if (Date.now() - Math.max(startedAt, changedAt) < longestSilence) continue
    process.kill(-(child.pid ?? 0), 'SIGKILL')
    await exited
    return false
  }
}

async function readReports(): Promise<Report[]> {
  const text = await readFile(path.join(folder, 'report.jsonl'), 'utf8')
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Report) // the runner wrote them
}

async function summarize(): Promise<void> {
  const reports = await readReports()
  const ids = (kind: Report['kind']) =>
    new Set(reports.flatMap((line) => (line.kind === kind && 'mutant' in line ? [line.mutant] : [])))
  const reached = ids('reached')
  const killed = ids('killed')
  for (const line of reports) {
    if (line.kind === 'failed' || line.kind === 'unrepeatable') console.log(`${line.test}: ${line.kind}`)
  }
  const isAlive = ({ id }: { id: string }) => !killed.has(id) && !decided.has(id)
  const rows = [...Map.groupBy(mutants, ({ file }) => file)].map(([file, of]) => {
    const alive = of.filter(isAlive)
    for (const mutant of alive) {
      console.log(`\n${file}:${mutant.line} ${mutant.kind}${reached.has(mutant.id) ? '' : ' (not reached)'}`)
      console.log(`- ${mutant.original}\n+ ${mutant.replacement}`)
    }
    return {
      file,
      mutants: of.length,
      survivors: alive.length,
      'not reached': alive.filter(({ id }) => !reached.has(id)).length,
    }
  })
  console.table(rows)
  const alive = mutants.filter(isAlive).length
  const score = ((100 * (mutants.length - alive)) / mutants.length).toFixed(1)
  console.log(`${mutants.length} mutants, ${alive} survived: ${score} % were noticed.`)
}
