/** One thing about an upload, an import line or a setting that its author should know. */
export type Problem = {
  /** Stable, kebab-case: `missing-title`. docs/formats.md lists them. */
  readonly rule: string
  readonly severity: 'error' | 'warning'
  /** 1-based, in the file as uploaded. */
  readonly line?: number
  /** 1-based, in UTF-16 code units. */
  readonly column?: number
  readonly message: string
  /** What to do about it. */
  readonly fix?: string
}

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
