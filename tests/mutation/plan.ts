/** A change of the code, which `globalThis.__stryker__` activates by its id. */
export type Mutant = {
  readonly id: string
  /** `core/text/slug.ts` */
  readonly file: string
  readonly line: number
  /** The part that is replaced, and its replacement. */
  readonly original: string
  readonly replacement: string
  readonly kind: string
}

export type Plan = {
  readonly mutants: readonly Mutant[]
  /** Sources with all mutants in them, by path. */
  readonly sources: Readonly<Record<string, string>>
  readonly tests: readonly string[]
  /** Ids of mutants that are not run: their fate is known. */
  readonly decided: readonly string[]
  /** Seconds of CPU time that a test may take with all its mutants. */
  readonly patience: number
}

/** What the runner reports, a line each. */
export type Report =
  | { readonly kind: 'reached' | 'started' | 'killed' | 'doubtful'; readonly mutant: string; readonly test: string }
  | { readonly kind: 'failed' | 'unrepeatable'; readonly test: string }
