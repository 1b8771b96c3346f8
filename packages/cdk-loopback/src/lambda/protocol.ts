/** What the main thread and a worker thread running a Lambda tell each other. Events and results travel as JSON, as in AWS. */

export type WorkerData = {
  /** `file:` URL of the bundle. */
  readonly bundle: string
  readonly exportName: string
  readonly context: {
    readonly functionName: string
    readonly invokedFunctionArn: string
    readonly memoryLimitInMB: string
  }
  /** Milliseconds by which the local clock differs from the machine's, as one BigInt64; changes while the worker runs. */
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
