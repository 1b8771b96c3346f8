import type { ServiceName } from '../endpoint/aws-endpoint.ts'
import type { AwsError } from '../endpoint/aws-service.ts'

/** Exactly this text, a text that begins so, or one that matches. */
export type Pattern = string | { readonly prefix: string } | RegExp

/** Which calls go wrong. What is not named matches everything. */
export type Selector = {
  /** `lambda` has one operation, `Invoke`, whose resource is the function's logical id. */
  readonly service?: ServiceName | 'lambda'
  readonly operation?: Pattern
  /** The bucket, table, queue, topic, sending domain or function. */
  readonly resource?: Pattern
  /** The object key, partition key or first recipient. */
  readonly key?: Pattern
  /** Who calls: the logical id of a function, or `operator`. */
  readonly accessKey?: Pattern
  /** The first matching call that goes wrong, counted from 1 when the rule is added. Default: 1. */
  readonly nth?: number
  /** How many matching calls go wrong from there on. Default: 1. */
  readonly times?: number
}

/** How a call goes wrong. */
export type Fault =
  /** With the service's own throttling error. */
  | { readonly fault: 'throttle' }
  /** With this error. Default: the service's internal error, HTTP 500. */
  | { readonly fault: 'fail'; readonly error?: AwsError }
  /** It is done and answered only after so many milliseconds, or when the rule is removed. */
  | { readonly fault: 'hang'; readonly milliseconds?: number }
  /** It is done, but the caller learns nothing: the connection drops, or HTTP 500 is answered. Default: `drop`. */
  | { readonly fault: 'lose-response'; readonly answer?: 'drop' | 'error' }
  /** The caller dies before or after it is done, and is never answered. */
  | { readonly fault: 'kill-before' | 'kill-after' }

export type FaultRule = Selector & Fault

/** What a rule looks at. */
export type Call = {
  readonly service: ServiceName | 'lambda'
  readonly operation: string
  readonly resource?: string | undefined
  readonly key?: string | undefined
  readonly accessKey: string | undefined
}

export type RuleBook = {
  add(rule: FaultRule): { readonly hits: number; remove(): void }
  clear(): void
  /** The rule that this call falls to, the oldest one if several are due. The signal tells when it is removed. */
  choose(call: Call): { readonly rule: FaultRule; readonly removed: AbortSignal } | undefined
}

export function createRuleBook(): RuleBook {
  const entries = new Set<{ rule: FaultRule; seen: number; hits: number; removal: AbortController }>()
  return {
    add: (rule) => {
      const entry = { rule, seen: 0, hits: 0, removal: new AbortController() }
      entries.add(entry)
      return {
        get hits() {
          return entry.hits
        },
        remove: () => {
          entries.delete(entry)
          entry.removal.abort()
        },
      }
    },
    clear: () => {
      for (const { removal } of entries) removal.abort()
      entries.clear()
    },
    choose: (call) => {
      const matching = [...entries].filter(({ rule }) => selects(rule, call))
      for (const entry of matching) entry.seen += 1
      const due = matching.find(({ rule: { nth = 1, times = 1 }, seen }) => seen >= nth && seen < nth + times)
      if (!due) return undefined
      due.hits += 1
      return { rule: due.rule, removed: due.removal.signal }
    },
  }
}

function selects(selector: Selector, call: Call): boolean {
  return (['service', 'operation', 'resource', 'key', 'accessKey'] as const).every((part) => {
    const pattern = selector[part]
    return pattern === undefined || matches(pattern, call[part])
  })
}

function matches(pattern: Pattern, text: string | undefined): boolean {
  if (text === undefined) return false
  if (typeof pattern === 'string') return text === pattern
  return pattern instanceof RegExp ? text.search(pattern) >= 0 : text.startsWith(pattern.prefix)
}
