import type { IncomingHttpHeaders } from 'node:http'
import { type AwsCall, AwsError, type AwsRequest, type AwsResponse, type Permission } from './aws-service.ts'

/** A signed request as the endpoint received it, and its answer. */
export type ObservedCall = {
  /** As in the signature's scope: `s3`, `dynamodb`. */
  readonly service: string
  /** Who signed the request: the logical id of a function, or `operator`. */
  readonly caller: string | undefined
  readonly operation: string
  readonly request: {
    readonly method: string
    /** The path and query as sent. */
    readonly target: string
    readonly headers: IncomingHttpHeaders
    /** Undefined for S3, whose bodies are passed on as they arrive. */
    readonly body: Buffer | undefined
  }
  /** What the endpoint asked the caller's policies. */
  readonly permissions: readonly Permission[]
  /** HTTP status of the answer, which may be a refusal. */
  readonly status: number
}

/** Receives each call when its answer is ready. A call that is never answered, because its caller was killed, is left out. */
export type OnCall = (call: ObservedCall) => void

/** Answers a request, then reports it. */
export async function observe(
  context: { readonly service: string; readonly request: AwsRequest; readonly call: AwsCall },
  onCall: OnCall,
  respond: () => Promise<AwsResponse>,
): Promise<AwsResponse> {
  const { service, request, call } = context
  const { method, target, headers, caller } = request
  const report = async (status: number) => {
    const body = service === 's3' ? undefined : await request.bytes()
    const { operation, permissions } = call
    onCall({ service, caller, operation, request: { method, target, headers, body }, permissions, status })
  }
  try {
    const response = await respond()
    await report(response.status)
    return response
  } catch (error) {
    if (error instanceof AwsError) await report(error.status)
    throw error
  }
}
