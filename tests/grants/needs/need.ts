import type { ObservedCall } from 'cdk-loopback/observation'

/** A permission that a call needs, as AWS documents it. */
export type Need = {
  readonly action: string
  /** The full ARN, or `*` for an action without resources. */
  readonly resource: string
  /** Condition keys of the request. A list belongs to a key with several values. */
  readonly context: Readonly<Record<string, string | readonly string[]>>
}

/** Facts about the stack that requests do not contain. */
export type Names = {
  readonly region: string
  readonly account: string
  /** The name of the partition key by table, and by `<table>/index/<index>`. */
  readonly partitionKeys: ReadonlyMap<string, string>
}

/** Derives the needs of a service's call from the request as it was signed. @throws {Error} for an unknown operation */
export type ReadNeeds = (call: ObservedCall, names: Names) => readonly Need[]

/** Reads the operation of a JSON protocol from its header: `DynamoDB_20120810.GetItem`. */
export function targetOperation({ request }: ObservedCall): string {
  return String(request.headers['x-amz-target']).split('.').at(-1) ?? ''
}

export function readJson<Body>({ request }: ObservedCall): Body {
  return JSON.parse(String(request.body)) as Body // the protocol's form, as the SDK wrote it
}

export function unknownOperation(operation: string): Error {
  return new Error(
    `tests/grants/needs does not know which permissions ${operation} needs. Add them as AWS documents them.`,
  )
}
