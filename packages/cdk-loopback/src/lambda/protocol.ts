/** Messages between the main thread and the worker thread of a Lambda. Events and results are JSON, as in AWS. */

export type WorkerData = {
  /** `file:` URL of the bundle. */
  readonly bundle: string
  readonly exportName: string
  readonly context: {
    readonly functionName: string
    readonly invokedFunctionArn: string
    readonly memoryLimitInMB: string
    readonly logGroupName: string
  }
  /** The local clock's offset from the machine's in milliseconds, as one BigInt64. Changes while the worker runs. */
  readonly clockOffset: SharedArrayBuffer
}

export type Invocation = { readonly awsRequestId: string; readonly event: string; readonly timeoutMs: number }

export type WorkerMessage =
  | { readonly kind: 'loaded' }
  | { readonly kind: 'result'; readonly result: string }
  | { readonly kind: 'failed'; readonly error: LambdaError }
  /** The bundle could not be loaded: nothing can be invoked. */
  | { readonly kind: 'unloadable'; readonly error: LambdaError }

/** An error as Lambda reports it to the caller. */
export type LambdaError = {
  readonly errorType: string
  readonly errorMessage: string
  readonly trace: readonly string[]
}
