import { isAllowed, type Statement } from '../iam/policy.ts'
import type { Interceptor, ServiceName } from './aws-endpoint.ts'
import { AwsError, type AwsResponse, type Permission } from './aws-service.ts'

/** Returns a caller's policy statements; undefined for the operator, who may do everything. */
export type FindStatements = (caller: string) => readonly Statement[] | undefined

const denials: Readonly<Record<ServiceName, { readonly code: string; readonly status: number }>> = {
  s3: { code: 'AccessDenied', status: 403 },
  dynamodb: { code: 'AccessDeniedException', status: 400 },
  sqs: { code: 'AccessDenied', status: 403 },
  sns: { code: 'AuthorizationError', status: 403 },
  ses: { code: 'AccessDenied', status: 403 },
  events: { code: 'AccessDeniedException', status: 400 },
  lambda: { code: 'AccessDeniedException', status: 403 },
  cloudformation: { code: 'AccessDenied', status: 403 },
  monitoring: { code: 'AccessDenied', status: 403 },
  logs: { code: 'AccessDeniedException', status: 400 },
  scheduler: { code: 'AccessDeniedException', status: 403 },
  sts: { code: 'AccessDenied', status: 403 },
  'cdk-loopback': { code: 'AccessDeniedException', status: 403 },
}

/** Allows each function only what its role's policies grant. `log` receives a line about each denial. */
export function createAuthorization(find: FindStatements, log: (line: string) => void): Interceptor {
  return async ({ service, call, caller = '' }, next) => {
    const statements = find(caller)
    if (!statements) return next()
    const deny = (permission: Permission) => {
      const message = denialMessage(service, caller, permission)
      log(message.replace(/[^\s/`]+@/g, '…@')) // an SES identity may be a person's address
      return new AwsError(denials[service].code, denials[service].status, message)
    }
    const missing = call.permissions.find((permission) => !isAllowed(statements, permission))
    if (missing) throw deny(missing)
    const readsObject = service === 's3' && (call.operation === 'GetObject' || call.operation === 'HeadObject')
    if (!readsObject) return next()
    // S3 reveals that an object is missing only to callers who may list the bucket.
    const listing = { action: 's3:ListBucket', resource: `arn:aws:s3:::${call.resource}` }
    return isAllowed(statements, listing) ? next() : hideMissing(next, () => deny(listing))
  }
}

async function hideMissing(next: () => Promise<AwsResponse>, deny: () => AwsError): Promise<AwsResponse> {
  try {
    const response = await next()
    if (response.status !== 404) return response
  } catch (error) {
    if (!(error instanceof AwsError && error.status === 404)) throw error
  }
  throw deny()
}

function denialMessage(service: ServiceName, caller: string, { action, resource }: Permission): string {
  // SES has its own text, with these quotation marks.
  if (service === 'ses') return `User \`${caller}' is not authorized to perform \`${action}' on resource \`${resource}'`
  const why = `because no identity-based policy allows the ${action} action`
  return `User: ${caller} is not authorized to perform: ${action} on resource: ${resource} ${why}`
}
