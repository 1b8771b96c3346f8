import { InvocationError } from '../invocation-error.ts'

/** Why Lambda sends an event to a destination. */
export type Condition = 'Success' | 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency'

/** The result of the last attempt. Undefined if the event never reached the function. */
export type Outcome = { readonly value: unknown } | { readonly error: unknown } | undefined

/** Composes what a destination gets: https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html */
export function composeRecord(
  event: { readonly requestId: string; readonly functionArn: string; readonly payload: string },
  condition: Condition,
  invokeCount: number,
  outcome: Outcome,
  now: Date,
): string {
  return JSON.stringify({
    version: '1.0',
    timestamp: now.toISOString(),
    requestContext: {
      requestId: event.requestId,
      functionArn: `${event.functionArn}:$LATEST`,
      condition,
      approximateInvokeCount: invokeCount,
    },
    requestPayload: JSON.parse(event.payload),
    ...(outcome && {
      responseContext: {
        statusCode: 200,
        executedVersion: '$LATEST',
        ...('error' in outcome && { functionError: 'Unhandled' }),
      },
      responsePayload: 'error' in outcome ? describeError(outcome.error) : (outcome.value ?? null),
    }),
  })
}

/** Describes a failed invocation as the payload of Lambda's response does. */
export function describeError(error: unknown): object {
  if (!(error instanceof Error)) return { errorType: 'Error', errorMessage: String(error), trace: [] }
  const trace = error instanceof InvocationError ? (error.stack?.split('\n') ?? []) : []
  return { errorType: error.name, errorMessage: error.message, trace }
}
