/** A mistake in an upload, an import line or a setting, for its author. */
export type Problem = {
  /** Stable, kebab-case: `missing-title`. docs/formats.md lists them. */
  readonly rule: string
  readonly severity: 'error' | 'warning'
  /** 1-based, in the file as uploaded. */
  readonly line?: number
  /** 1-based, in UTF-16 code units. */
  readonly column?: number
  readonly message: string
  /** How to correct it. */
  readonly fix?: string
}

/** The position of a problem, if it has one, and how to correct it. */
type Details = { readonly line?: number | undefined; readonly column?: number | undefined; readonly fix?: string }

/** Maximum problems per rule. More would hide the others and make the record too large to store. */
export const mostOfRule = 5

/** Returns the first problems of each rule, up to `mostOfRule`. */
export function fewOfEach(problems: readonly Problem[]): readonly Problem[] {
  const counts = new Map<string, number>()
  return problems.filter(({ rule }) => {
    const count = (counts.get(rule) ?? 0) + 1
    counts.set(rule, count)
    return count <= mostOfRule
  })
}

/** Returns a problem that does not keep the upload from being published. */
export function warning(rule: string, message: string, details: Details = {}): Problem {
  return problem('warning', rule, message, details)
}

/** Returns a problem that keeps the upload from being published. */
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
