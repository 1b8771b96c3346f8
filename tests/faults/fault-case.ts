import type { FaultRule } from 'cdk-loopback/fault-rule'
import type { Cast, Stage } from './stage.ts'

/** What a case can use while its issue is composed and sent. */
export type Scene = { readonly stage: Stage; readonly cast: Cast }

/** A fault between the composition of an issue and the last event, and the results that are allowed. */
export type FaultCase = {
  readonly name: string
  /** Active before the issue is composed. The case fails if one of them is never hit. */
  readonly rules?: readonly FaultRule[]
  /** What the case does. Default: it requests a run. */
  readonly act?: (scene: Scene) => Promise<void>
  /** An unknown submission may be given up although SES has the mail: its recipient may get a second one. */
  readonly mayRepeat?: true
  /** Which recipients need not be mailed. Default: all are mailed. */
  readonly ends?: 'some-skipped' | 'none-mailed'
  /** Checks what neither the ledger nor the mails show. */
  readonly also?: (scene: Scene) => Promise<readonly string[]>
}

/** The result of a case; `problems` is empty if it passed. */
export type CaseResult = {
  readonly name: string
  readonly losses: number
  readonly repeats: number
  readonly problems: readonly string[]
  /** Milliseconds. */
  readonly took: number
}
