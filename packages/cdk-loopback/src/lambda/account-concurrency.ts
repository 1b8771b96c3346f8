import { AwsError } from '../endpoint/aws-service.ts'
import type { FunctionPlan } from '../template/stack-plan.ts'

/**
 * Limits how many invocations run at a time in the account:
 * https://docs.aws.amazon.com/lambda/latest/dg/lambda-concurrency.html
 */
export type AccountConcurrency = {
  /** Begins an invocation. Returns a function that ends it. @throws {AwsError} TooManyRequestsException */
  begin(functionArn: string): () => void
}

/** The concurrency of an account whose quota was never reduced. */
export const defaultConcurrency = 1000
/** Lambda keeps this much of the quota, or all of a smaller one, for functions without a reservation. */
const leastUnreserved = 100

/** @param limit the account's quota @throws {Error} if the reservations of the functions leave too little of it */
export function limitAccount(plans: readonly FunctionPlan[], limit: number): AccountConcurrency {
  const reserved = plans.reduce((sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency, 0)
  const minimum = Math.min(leastUnreserved, limit)
  if (reserved > 0 && limit - reserved < minimum) {
    throw new Error(
      `The functions reserve ${reserved} of ${limit} concurrent executions. That decreases the account's UnreservedConcurrentExecution below its minimum value of [${minimum}].`,
    )
  }
  const shared = createCounter(limit - reserved, 'ConcurrentInvocationLimitExceeded')
  const counters = new Map(
    plans.map(({ arn, reservedConcurrency }) => [
      arn,
      reservedConcurrency === undefined
        ? shared
        : createCounter(reservedConcurrency, 'ReservedFunctionConcurrentInvocationLimitExceeded'),
    ]),
  )
  return { begin: (functionArn) => (counters.get(functionArn) ?? shared).begin() }
}

function createCounter(limit: number, reason: string): { begin(): () => void } {
  let running = 0
  return {
    begin: () => {
      if (running >= limit) {
        throw new AwsError('TooManyRequestsException', 429, 'Rate Exceeded.', { Reason: reason, Type: 'User' })
      }
      running += 1
      return () => {
        running -= 1
      }
    },
  }
}
