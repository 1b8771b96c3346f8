import { writeFile } from 'node:fs/promises'
import type { Guard } from './guards.ts'
import { type CaseName, type CaseResult, families, type Suite } from './suite.ts'

/** Prints a line for each case: its family, its step and its name, separated by tabs. */
export function listCases(suites: readonly Suite[], guards: readonly Guard[]): void {
  const cases: readonly CaseName[] = suites.flatMap((suite) => suite.cases)
  for (const { family, step, name } of cases.toSorted(byFamily)) console.log([family, step, name].join('\t'))
  for (const { name, misses } of guards) console.log(['guard', misses, `without ${name}`].join('\t'))
}

function byFamily(a: CaseName, b: CaseName): number {
  return families.indexOf(a.family) - families.indexOf(b.family) || a.step.localeCompare(b.step)
}

type Run = { readonly ended: boolean; readonly seconds: number; readonly file: string | undefined }

/** Prints what the cases have found, and which steps the kills hit. Writes the counts to a file. */
export async function summarize(results: readonly CaseResult[], { ended, seconds, file }: Run): Promise<void> {
  const sum = (count: (result: CaseResult) => number) => results.reduce((total, result) => total + count(result), 0)
  const failed = results.filter(({ problems }) => problems.length > 0).length
  const slowest = results.toSorted((a, b) => b.took - a.took).slice(0, 3)
  const kills = countKills(results)
  console.log(`kills, by what they hit:${kills.map(([hit, count]) => `\n  ${count} × ${hit}`).join('') || ' none'}`)
  for (const family of families) {
    const cases = results.filter((result) => result.family === family)
    const took = cases.reduce((total, each) => total + each.took, 0) / 1_000
    if (cases.length > 0) console.log(`${family}: ${cases.length} cases, ${took.toFixed(0)} s`)
  }
  console.log(`slowest: ${slowest.map(({ name, took }) => `${name} (${(took / 1_000).toFixed(1)} s)`).join('; ')}`)
  console.log(
    `${results.length} cases in ${seconds.toFixed(0)} s: ${sum(({ losses = 0 }) => losses)} losses, ${sum(({ repeats = 0 }) => repeats)} repeats (allowed once after an unknown submission that was given up)`,
  )
  console.log(
    `fault matrix: ${results.length - failed} passed, ${failed} failed${ended ? '' : ', and a process that died'}`,
  )
  const report = {
    numPassedTests: results.length - failed,
    numFailedTests: failed + (ended ? 0 : 1),
    numPendingTests: 0,
    kills: Object.fromEntries(kills),
  }
  if (file) await writeFile(file, JSON.stringify(report))
  process.exitCode = report.numFailedTests > 0 ? 1 : 0
}

/** Counts how often kills hit each call. */
function countKills(results: readonly CaseResult[]): (readonly [string, number])[] {
  const hits = results.flatMap((result) => result.hits.filter((hit) => hit.startsWith('kill')))
  return [...new Set(hits)].sort().map((hit) => [hit, hits.filter((each) => each === hit).length] as const)
}
