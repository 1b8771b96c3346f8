import type { FaultRule } from 'cdk-loopback/fault-rule'
import type { Cast, Stage } from './stage.ts'

/** What a case can see and do while its issue is composed and sent. */
export type Scene = { readonly stage: Stage; readonly cast: Cast }

/** One thing that goes wrong, from an issue's composition to the last event, and what may follow from it. */
export type FaultCase = {
  readonly name: string
  /** In place before the issue is composed. Each has to strike, or the case proves nothing. */
  readonly rules?: readonly FaultRule[]
  /** What happens besides. Default: the issue is composed, and nothing else. */
  readonly act?: (scene: Scene) => Promise<void>
  /** A hand-over may be given up as unknown although SES has the mail: those readers may get one more. */
  readonly mayRepeat?: true
  /** How those end who are due. Default: all are mailed. */
  readonly ends?: 'some-skipped' | 'none-mailed'
  /** A look at what no ledger and no mail shows. */
  readonly also?: (scene: Scene) => Promise<readonly string[]>
}

/** What became of a case: `problems` is empty if all is well. */
export type CaseResult = {
  readonly name: string
  readonly losses: number
  readonly repeats: number
  readonly problems: readonly string[]
  /** Milliseconds. */
  readonly took: number
}
