import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { ChunkSignatures } from './signature/chunk-signatures.ts'

/** An upload by an HTML form. Fields after the file are ignored, as by S3. */
export type FormUpload = {
  /** Values by lower-case name. */
  readonly fields: ReadonlyMap<string, string>
  readonly fileName: string
  readonly file: Readable
}

/** A request to the embedded AWS endpoint, before a service parses it. */
export type AwsRequest = {
  readonly method: string
  readonly url: URL
  /** The path and query as sent. In `url`, `..` is resolved, although an S3 key may contain it. */
  readonly target: string
  readonly headers: IncomingHttpHeaders
  /** The body as it arrives. Read it once, or use `bytes`. */
  readonly stream: Readable
  /** Returns the whole body. Reads it from the stream at the first call. */
  bytes(): Promise<Buffer>
  /** Who signed the request: the logical id of a function, or `operator`. Undefined for a request of this process. */
  readonly caller?: string
  /** An upload by an HTML form with a signed policy. The body is read up to the file. */
  readonly form?: FormUpload
  /** Checks the chunks of an `aws-chunked` body if the caller signed each of them. */
  readonly chunks?: ChunkSignatures | undefined
}

export type AwsResponse = {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | Buffer | Readable
}

/** An IAM permission that a request needs, in the terms of policies. */
export type Permission = {
  /** `s3:PutObject` */
  readonly action: string
  /** The full ARN, or `*` for an action that has no resource in IAM. */
  readonly resource: string
  /** Condition keys and their values: `{'dynamodb:LeadingKeys': ['article#1']}`. */
  readonly context?: Readonly<Record<string, readonly string[]>>
}

/** Describes a request well enough to authorize it or to inject a fault, without performing it. */
export type AwsCall = {
  /** The API operation: `PutObject`, `TransactWriteItems`. */
  readonly operation: string
  /** The bucket, table, queue or topic. */
  readonly resource?: string
  /** The object key, or the partition key of the (first) item. */
  readonly key?: string
  readonly permissions: readonly Permission[]
}

/** An embedded AWS service. It responds to an unknown operation with the service's own error, never with success. */
export type AwsService = {
  describe(request: AwsRequest): Promise<AwsCall>
  handle(request: AwsRequest): Promise<AwsResponse>
  /** Renders an error in this service's protocol. */
  error(request: AwsRequest, error: AwsError): AwsResponse
  close(): Promise<void>
}

/** An error response of an AWS service. `code` is the SDK's name of the exception. */
export class AwsError extends Error {
  readonly code: string
  readonly status: number
  /** Further members of the error's body, such as `CancellationReasons`. */
  readonly details: Readonly<Record<string, unknown>>
  /** Further headers of the response. Only S3 has any. */
  readonly headers: Readonly<Record<string, string>>

  constructor(
    code: string,
    status: number,
    message: string,
    details: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message)
    this.name = 'AwsError'
    this.code = code
    this.status = status
    this.details = details
    this.headers = headers
  }
}
