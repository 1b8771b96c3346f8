import { randomUUID } from 'node:crypto'
import { type AwsCall, AwsError, type AwsRequest, type AwsResponse } from '../../endpoint/aws-service.ts'
import type { Account, Caller } from '../account/account.ts'
import { invalidParameter } from '../invalid-parameter.ts'
import { accountOperations } from './account-operations.ts'
import { configurationSetOperations } from './configuration-set-operations.ts'
import { identityOperations } from './identity-operations.ts'
import type { Operation, Operations, RestRequest } from './operation.ts'
import { sendOperations } from './send-operations.ts'
import { suppressionOperations } from './suppression-operations.ts'

export const operations: Operations = {
  ...accountOperations,
  ...sendOperations,
  ...identityOperations,
  ...configurationSetOperations,
  ...suppressionOperations,
}

export function isRestRequest({ url }: AwsRequest): boolean {
  return url.pathname.startsWith('/v2/email/')
}

export async function describeRestCall(account: Account, request: AwsRequest, caller: Caller): Promise<AwsCall> {
  const { operation, name, ...rest } = await readRequest(request)
  return { ...(await operation.describe(account, rest.request, caller)), operation: name }
}

/** Performs an operation. `sent` says whether it accepted a mail. */
export async function handleRestCall(
  account: Account,
  request: AwsRequest,
  caller: Caller,
): Promise<{ readonly response: AwsResponse; readonly sent: boolean }> {
  const { operation, name, ...rest } = await readRequest(request)
  const result = await operation.handle(account, rest.request, caller)
  return { response: jsonResponse(200, result), sent: name === 'SendEmail' }
}

/** Renders an error under the name that this API gives it. */
export function restError({ code, status, message }: AwsError): AwsResponse {
  const [name, restStatus] = restErrors[code] ?? [code, status]
  return jsonResponse(restStatus, { message }, { 'x-amzn-errortype': name })
}

/** The names and statuses of errors that the query API and IAM call differently. */
const restErrors: Readonly<Record<string, readonly [name: string, status: number]>> = {
  AccessDenied: ['AccessDeniedException', 403],
  AccountSendingPausedException: ['SendingPausedException', 400],
  ConfigurationSetDoesNotExist: ['NotFoundException', 404],
  InvalidParameterValue: ['BadRequestException', 400],
  Throttling: ['TooManyRequestsException', 429],
}

type Call = { readonly name: string; readonly operation: Operation; readonly request: RestRequest }

async function readRequest(request: AwsRequest): Promise<Call> {
  const target = `${request.method} ${request.url.pathname}`
  for (const [name, operation] of Object.entries(operations)) {
    const [variable] = operation.routes.flatMap((route) => matchRoute(route, target) ?? [])
    if (variable === undefined) continue
    const body = parseJson(await request.bytes())
    return { name, operation, request: { name: variable, query: request.url.searchParams, body } }
  }
  throw new AwsError('UnknownOperationException', 404, `The embedded SES has no operation ${target}.`)
}

/** Returns the variable part of a route, empty without one; undefined if the route does not match. */
function matchRoute(route: string, target: string): string | undefined {
  const [prefix = '', suffix] = route.split('{name}')
  if (suffix === undefined) return target === route ? '' : undefined
  if (!target.startsWith(prefix) || !target.endsWith(suffix)) return undefined
  const rest = target.slice(prefix.length, target.length - suffix.length)
  return rest === '' || rest.includes('/') ? undefined : decodeName(rest)
}

function decodeName(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    throw invalidParameter('The path is not encoded correctly.')
  }
}

function parseJson(bytes: Buffer): unknown {
  if (bytes.length === 0) return {}
  try {
    return JSON.parse(bytes.toString())
  } catch {
    throw invalidParameter('The request body is not JSON.')
  }
}

function jsonResponse(status: number, body: object, headers: Readonly<Record<string, string>> = {}): AwsResponse {
  const common = { 'content-type': 'application/json', 'x-amzn-requestid': randomUUID() }
  return { status, headers: { ...common, ...headers }, body: JSON.stringify(body) }
}
