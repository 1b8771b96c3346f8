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
