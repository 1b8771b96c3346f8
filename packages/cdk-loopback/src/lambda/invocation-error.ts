import { AwsError } from '../endpoint/aws-service.ts'
import type { LambdaError } from './protocol.ts'

/** A failed invocation; `name` is Lambda's `errorType`. */
export class InvocationError extends Error {
  constructor(errorType: string, message: string, trace: readonly string[] = []) {
    super(message)
    this.name = errorType
    if (trace.length > 0) this.stack = trace.join('\n')
  }
}

/** Returns whether Lambda refused an invocation because too many others were running. */
export function isThrottling(error: unknown): boolean {
  const code = error instanceof AwsError ? error.code : error instanceof InvocationError ? error.name : ''
  return code === 'TooManyRequestsException'
}

/** Returns an error that the function itself threw. */
export function thrown({ errorType, errorMessage, trace }: LambdaError): InvocationError {
  return new InvocationError(errorType, errorMessage, trace)
}

export function timedOut(ms: number): InvocationError {
  return new InvocationError('Sandbox.Timedout', `Task timed out after ${(ms / 1000).toFixed(2)} seconds`)
}

/** Returns the failure for a thread that ended. `how`: `exit status 1`, `signal: killed` */
export function exited(how: string): InvocationError {
  return new InvocationError('Runtime.ExitError', `Runtime exited with error: ${how}`)
}

/** Returns the failure for an error that ended the thread. */
export function crashed(error: Error & { readonly code?: string }): InvocationError {
  if (error.code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return new InvocationError('Runtime.OutOfMemory', 'Runtime exited with error: signal: killed')
  }
  return new InvocationError(error.name, error.message, error.stack?.split('\n'))
}
