import type { FaultRule } from 'cdk-loopback/fault-rule'
import type { Cast, Stage } from './stage.ts'

/** The stack and the subscribers of a case. */
export type Scene = { readonly stage: Stage; readonly cast: Cast }

/** A fault between the composition of an issue and its last event, and the allowed results. */
export type FaultCase = {
  readonly name: string
  /** Fault rules, active before the issue is composed. The case fails if one of them never applies. */
  readonly rules?: readonly FaultRule[]
  /** The action of the case. Default: requests a run. */
  readonly act?: (scene: Scene) => Promise<void>
  /** An unknown submission may be given up although SES has the mail, so its recipient may receive a second one. */
  readonly mayRepeat?: true
  /** Recipients who need not be mailed. Default: all must be mailed. */
  readonly ends?: 'some-skipped' | 'none-mailed'
  /** Further checks, of effects that the ledger and the mails do not show. Returns problems. */
  readonly also?: (scene: Scene) => Promise<readonly string[]>
}

/** The result of a case; `problems` is empty if it passed. */
export type CaseResult = {
  readonly name: string
  readonly losses: number
  readonly repeats: number
  readonly problems: readonly string[]
  /** Milliseconds that the case took. */
  readonly took: number
}
