import type { ServiceName } from '../endpoint/aws-endpoint.ts'
import type { AwsError } from '../endpoint/aws-service.ts'

/** The services whose calls can fail. The scheduler has no API at the endpoint. */
export type CallService = ServiceName | 'scheduler'

/** An exact text, a prefix or a regular expression. */
export type Pattern = string | { readonly prefix: string } | RegExp

/** Selects the calls that fail. An omitted member matches every call. */
export type Selector = {
  /**
   * `lambda` has the operation `Invoke` for every invocation, whose resource is the function's logical id, and
   * `InvokeFunction` for requests of Lambda's API. `events` and `scheduler` have the operation `InvokeTarget` for the
   * deliveries of a rule or schedule, whose resource is its name.
   */
  readonly service?: CallService
  readonly operation?: Pattern
  /** The bucket, table, queue, topic, sending domain or function. */
  readonly resource?: Pattern
  /** The object key, partition key or first recipient. */
  readonly key?: Pattern
  /** The caller: the logical id of a function, `operator`, or a name that `identify` was called with. */
  readonly accessKey?: Pattern
  /** The first matching call that fails, counted from 1 after the rule is added. Default: 1. */
  readonly nth?: number
  /** Number of matching calls that fail from there on. Default: 1. */
  readonly times?: number
}

/** How a call fails. */
export type Fault =
  /** Answers the service's own throttling error. */
  | { readonly fault: 'throttle' }
  /** Answers this error. Default: the service's internal error, HTTP 500. */
  | { readonly fault: 'fail'; readonly error?: AwsError }
  /** Delays the call by this many milliseconds, or until the rule is removed. */
  | { readonly fault: 'hang'; readonly milliseconds?: number }
  /** Performs the call but loses its response: the connection drops, or the answer is HTTP 500. Default: `drop`. */
  | { readonly fault: 'lose-response'; readonly answer?: 'drop' | 'error' }
  /** Performs the call, sends its status, its headers and half of its body, and then drops the connection. */
  | { readonly fault: 'cut-response' }
  /** Kills the caller before or after the call takes effect. The caller never gets an answer. */
  | { readonly fault: 'kill-before' | 'kill-after' }
  /** Performs the call twice, as services that deliver at least once may. Only for `Invoke` and `InvokeTarget`. */
  | { readonly fault: 'repeat' }

export type FaultRule = Selector & Fault

/** The call that rules are matched against. */
export type Call = {
  readonly service: CallService
  readonly operation: string
  readonly resource?: string | undefined
  readonly key?: string | undefined
  readonly accessKey: string | undefined
}

/** A rule that was added. */
export type ActiveRule = {
  /** Number of calls that failed by it. */
  readonly hits: number
  /** The calls that failed by it, in order. */
  readonly calls: readonly Call[]
  remove(): void
}

export type RuleBook = {
  add(rule: FaultRule): ActiveRule
  clear(): void
  /** Returns the rule that applies to this call: the oldest if several are due. The signal aborts when it is removed. */
  choose(call: Call): { readonly rule: FaultRule; readonly removed: AbortSignal } | undefined
}

export function createRuleBook(): RuleBook {
  const entries = new Set<{ rule: FaultRule; matches: number; calls: Call[]; removal: AbortController }>()
  return {
    add: (rule) => {
      const entry = { rule, matches: 0, calls: [] as Call[], removal: new AbortController() }
      entries.add(entry)
      return {
        get hits() {
          return entry.calls.length
        },
        calls: entry.calls,
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
      for (const entry of matching) entry.matches += 1
      const due = matching.find(({ rule: { nth = 1, times = 1 }, matches }) => matches >= nth && matches < nth + times)
      if (!due) return undefined
      due.calls.push(call)
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
