import type { FaultRule } from 'cdk-loopback/fault-rule'
import { describeSelector } from './record-faults.ts'
import type { Cast, Stage } from './stage.ts'
import type { CaseName, Family } from './suite.ts'

/** The stack and the subscribers of a case. An action that changes who must be mailed replaces the cast. */
export type Scene = { readonly stage: Stage; cast: Cast }

/** A fault between the composition of an issue and its last event, and the allowed results. */
export type FaultCase = Pick<CaseName, 'name'> &
  Partial<CaseName> & {
    /** Fault rules, active before the issue is composed. The case fails if one of them never applies. */
    readonly rules?: readonly FaultRule[]
    /** The action of the case. Default: requests a run. */
    readonly act?: (scene: Scene) => Promise<void>
    /** An unknown submission may be given up although SES has the mail, so its recipient may receive a second one. */
    readonly mayRepeat?: true
    /** Recipients who need not be mailed. Default: all must be mailed. */
    readonly ends?: 'some-skipped' | 'some-failed' | 'none-mailed'
    /** Further checks, of effects that the ledger and the mails do not show. Returns problems. */
    readonly also?: (scene: Scene) => Promise<readonly string[]>
  }

/** Names the family and the step of cases that do not name their own. The step is then the call of the first rule. */
export function inFamily(family: Family, cases: readonly FaultCase[], step = 'any'): (FaultCase & CaseName)[] {
  return cases.map((each) => {
    const [rule] = each.rules ?? []
    return { family, step: rule ? describeSelector(rule) : step, ...each }
  })
}
