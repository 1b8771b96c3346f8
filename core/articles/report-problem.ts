import type { Problem } from '../problem.ts'

/** Where a problem is and what to do about it; an unknown place is left out. */
type Details = { readonly line?: number | undefined; readonly column?: number | undefined; readonly fix?: string }

/** Per rule; more would hide the others, and make a receipt that nothing can store. */
export const mostOfRule = 5

/** The first few problems of each rule. */
export function fewOfEach(problems: readonly Problem[]): readonly Problem[] {
  const counts = new Map<string, number>()
  return problems.filter(({ rule }) => {
    const count = (counts.get(rule) ?? 0) + 1
    counts.set(rule, count)
    return count <= mostOfRule
  })
}

/** The upload is published all the same. */
export function warning(rule: string, message: string, details: Details = {}): Problem {
  return problem('warning', rule, message, details)
}

/** The upload cannot be published. */
export function error(rule: string, message: string, details: Details = {}): Problem {
  return problem('error', rule, message, details)
}

function problem(severity: Problem['severity'], rule: string, message: string, details: Details): Problem {
  return {
    rule,
    severity,
    ...(details.line === undefined ? {} : { line: details.line }),
    ...(details.column === undefined ? {} : { column: details.column }),
    message,
    ...(details.fix === undefined ? {} : { fix: details.fix }),
  }
}
