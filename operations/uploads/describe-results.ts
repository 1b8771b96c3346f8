import type { UploadState } from '../../core/articles/article.ts'
import { describeProblem } from '../../core/articles/receipt-text.ts'
import type { Problem } from '../../core/problem.ts'
import { countOf } from '../../core/text/count-of.ts'

/** What an upload of a file would be answered. Without a key, the file cannot be uploaded. */
export type LintResult = {
  /** Relative to the working directory, with `/`. */
  readonly file: string
  readonly key?: string
  readonly state?: UploadState | 'ignored'
  readonly title?: string
  readonly due?: string
  readonly problems: readonly Problem[]
}

/** Files without problems are listed one by one if there are at most this many files. */
const mostListed = 20
/** Names of left-out files in the summary. */
const mostNamed = 5

/** Describes results for people. */
export function describe(results: readonly LintResult[]): readonly string[] {
  const isListed = ({ problems, state }: LintResult) =>
    results.length <= mostListed || problems.length > 0 || state !== 'published'
  return results.filter(isListed).flatMap((result) => {
    const { due, file, problems, state = 'not uploaded' } = result
    const answer = `${printable(file)}: ${state}${due === undefined ? '' : ` for ${due}`}`
    return problems.length === 0 ? [`${answer}, no problems`] : [answer, ...problems.map(describeProblem)]
  })
}

/** Returns the number of problems, and the last lines of the answer for people. */
export function summarize(results: readonly LintResult[], leftOut: readonly string[]) {
  const problems = results.flatMap((result) => result.problems)
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const warnings = problems.length - errors
  const states = new Map<string, number>()
  for (const { state = 'not uploaded' } of results) states.set(state, (states.get(state) ?? 0) + 1)
  const counts = [...states].sort().map(([state, count]) => `${count} ${state}`)
  const named = leftOut.slice(0, mostNamed).map(printable).join(', ')
  const others = leftOut.length > mostNamed ? ` and ${leftOut.length - mostNamed} more` : ''
  return {
    errors,
    warnings,
    lines: [
      `${countOf(results.length, 'file')} (${counts.join(', ')}): ${countOf(errors, 'error')}, ${countOf(warnings, 'warning')}.`,
      ...(leftOut.length > 0 ? [`Left out, because they are not content: ${named}${others}.`] : []),
    ],
  }
}

/** Describes problems as commands of GitHub Actions, errors first: GitHub shows only the first ten of each kind. */
export function annotate(results: readonly LintResult[]): readonly string[] {
  const all = results.flatMap(({ file, problems }) => problems.map((problem) => ({ file, problem })))
  const errors = all.filter(({ problem }) => problem.severity === 'error')
  const warnings = all.filter(({ problem }) => problem.severity === 'warning')
  return [...errors, ...warnings].map(({ file, problem }) => annotation(file, problem))
}

function annotation(file: string, { column, fix, line, message, rule, severity }: Problem): string {
  const properties = { file, line, col: column, title: rule }
  const pairs = Object.entries(properties).flatMap(([name, value]) =>
    value === undefined ? [] : [`${name}=${escapeData(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')}`],
  )
  return `::${severity} ${pairs.join(',')}::${escapeData(fix === undefined ? message : `${message} ${fix}`)}`
}

/** Escapes as GitHub's toolkit does. */
function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

/** File names may contain line breaks and commands to terminals. */
function printable(file: string): string {
  return file.replaceAll(/\p{Cc}/gu, '\u{FFFD}')
}
