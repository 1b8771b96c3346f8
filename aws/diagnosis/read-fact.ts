import type { Reading } from '../../core/deployment/account-facts.ts'

export type FactOptions = {
  /** Milliseconds. */
  readonly timeout: number
  /** Recognizes the error that means that there is none. */
  readonly isMissing?: (error: unknown) => boolean
}

/**
 * Reads one fact. A value of undefined is missing. Every other failure makes it unreadable, and the reason says why, so that
 * the other facts still count.
 */
export async function readFact<Value>(
  load: (signal: AbortSignal) => Promise<Value | undefined>,
  { timeout, isMissing = () => false }: FactOptions,
): Promise<Reading<Value>> {
  const signal = AbortSignal.timeout(timeout)
  try {
    const value = await Promise.race([load(signal), rejectWith(signal)])
    return value === undefined ? { kind: 'missing' } : { kind: 'found', value }
  } catch (error) {
    if (isMissing(error)) return { kind: 'missing' }
    return { kind: 'unreadable', reason: describe(error, signal, timeout) }
  }
}

/** Rejects when the time is over. Some calls end later than their signal. */
function rejectWith(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true })
  })
}

function describe(error: unknown, signal: AbortSignal, timeout: number): string {
  if (signal.aborted) return `there was no answer within ${timeout / 1000} seconds`
  if (!(error instanceof Error)) return String(error)
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : ''
  return isRefusal(error)
    ? `${error.message} Ask for the managed policy Operator of the stack.`
    : `${error.name}: ${error.message}${cause}`
}

/** The services of AWS name it differently. */
function isRefusal({ name }: Error): boolean {
  return /^(AccessDenied|AuthorizationError|UnauthorizedOperation)/.test(name)
}

export const isNamed =
  (...names: readonly string[]) =>
  (error: unknown) =>
    error instanceof Error && names.includes(error.name)
