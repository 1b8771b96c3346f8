/** A call that AWS refused because of the caller's rights. */
export type RefusedCall = {
  /** `dynamodb:Query`; if AWS does not tell it, what was called: `S3 HeadObject`. */
  readonly action: string
  /** An ARN. */
  readonly resource?: string
}

/** What an error of the AWS SDK says, as far as it matters here. */
export type AwsErrorFacts = {
  readonly name: string
  readonly message: string
  /** HTTP status. */
  readonly status?: number | undefined
  /** `S3 HeadObject` */
  readonly call?: string | undefined
}

/** The names that services give to a refusal. HEAD requests have no body, so only their status tells it. */
const refusals =
  /^(AccessDenied|AccessDeniedException|AuthorizationError|UnauthorizedOperation|NotAuthorized|Forbidden|403)$/

/** Reads which call was refused. Undefined: the error is none of a refused call. */
export function readRefusal({ name, message, status, call }: AwsErrorFacts): RefusedCall | undefined {
  const isRefusal = refusals.test(name) || (status === 403 && /^(Unknown|UnknownError)$/.test(name))
  if (!isRefusal) return undefined
  const action = /not authorized to perform:? [`']?([\w-]+:\w+)/.exec(message)?.[1]
  const resource = /on resource:? [`'"]?(arn:[^\s`'"]+)/.exec(message)?.[1]
  return { action: action ?? call ?? 'a call', ...(resource !== undefined && { resource }) }
}

/** Writes the end of an ARN, which names the thing: `table Postrider-Articles`. */
export function nameResource(arn: string): string {
  const [, , service = '', , , ...rest] = arn.split(':')
  const name = rest.join(':')
  if (service === 's3')
    return name.includes('/') ? `the object ${name.slice(name.indexOf('/') + 1)}` : `the bucket ${name}`
  if (service === 'sqs') return `the queue ${name}`
  if (service === 'cloudformation') return `the stack ${name.split('/')[1] ?? name}`
  return `the ${name.replace('/', ' ')}`
}
