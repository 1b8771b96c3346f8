import type { Call, FaultRule, Pattern, Selector } from 'cdk-loopback/fault-rule'
import type { Faults } from 'cdk-loopback/faults'

/** Records the rules that are added to a stack from now on, and the calls that they hit. */
export function recordFaults(faults: Faults) {
  const entries: { readonly rule: FaultRule; readonly calls: readonly Call[] }[] = []
  const { add } = faults
  faults.add = (rule) => {
    const active = add(rule)
    entries.push({ rule, calls: active.calls })
    return active
  }
  return {
    /** Forgets the rules of the case before. */
    clear: () => void entries.splice(0),
    list: () =>
      entries.map(({ rule, calls }) => ({
        rule,
        calls,
        hits: calls.map((call) => `${rule.fault} ${describeCall(call)}`),
      })),
  }
}

/** Names a call by its caller and what it is about: `SendDeliveries PutItem delivery#`. Ids and hashes are left out. */
export function describeCall({ operation, resource, key, accessKey }: Call): string {
  const about = key ?? (operation.startsWith('Invoke') ? undefined : resource)
  return [lambdaOf(accessKey) ?? lambdaOf(resource), operation, about && kindOf(about)].filter(Boolean).join(' ')
}

/** Turns `DeliveriesSendDeliveriesAA48FB3F` into `SendDeliveries`: a logical id is the stage, the file and a hash. */
function lambdaOf(logicalId: string | undefined): string | undefined {
  return logicalId?.replace(/^[A-Z][a-z]+(?=([A-Z][a-z]+)+[0-9A-F]{8}$)/, '').replace(/[0-9A-F]{8}$/, '')
}

/** Returns the part of a key that says what is stored under it: `delivery#daily-1#a…` becomes `delivery#`. */
function kindOf(key: string): string {
  return /^([a-z-]+#|[^/#]*\/)/.exec(key)?.[0] ?? key.replace(/[0-9A-F]{8}.*$/, '')
}

/** Names the calls that a rule selects. */
export function describeRule({ fault, ...selector }: FaultRule): string {
  return `${fault} ${describeSelector(selector)}`
}

export function describeSelector({ accessKey, operation, resource, key, nth }: Selector): string {
  const parts = [accessKey, operation, key ?? resource].flatMap((pattern) => (pattern ? textOf(pattern) : []))
  return [...parts, ...(nth && nth > 1 ? [`(call ${nth})`] : [])].join(' ')
}

function textOf(pattern: Pattern): string {
  if (typeof pattern === 'string') return pattern
  return pattern instanceof RegExp ? pattern.source : pattern.prefix
}
