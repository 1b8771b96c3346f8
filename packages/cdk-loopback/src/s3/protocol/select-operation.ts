import { AwsError } from '../../endpoint/aws-service.ts'
import type { Operation } from './operation.ts'
import { notImplemented } from './s3-error.ts'
import type { S3Request } from './s3-request.ts'
import { findOperationName } from './subresources.ts'

/** The only account. */
const account = '000000000000'

/** `x-amz-…` headers that belong to signing and to the SDKs, whatever the operation. */
const transportHeaders = new Set(['x-amz-content-sha256', 'x-amz-date', 'x-amz-security-token', 'x-amz-user-agent'])

/** Headers that have no effect, because their value is the default here. */
const defaultHeaders: Readonly<Record<string, string>> = {
  'x-amz-request-payer': 'requester',
}

/** Finds the operation of a request. @throws {AwsError} NotImplemented, naming the unsupported operation, parameter or header */
export function selectOperation(operations: readonly Operation[], request: S3Request): Operation {
  const level = request.bucket === '' ? 'service' : request.key === '' ? 'bucket' : 'object'
  const fitting = operations.filter((one) => one.level === level && one.method === request.method && fits(one, request))
  const [operation] = fitting.sort((one, other) => specificity(other) - specificity(one))
  const supported = [...(operation?.selectedBy ?? []), ...(operation?.parameters ?? [])]
  const unsupported = [...request.query.keys()].filter((parameter) => !supported.includes(parameter))
  for (const parameter of unsupported) {
    const name = level === 'service' ? undefined : findOperationName(request.method, level, parameter)
    if (name !== undefined) throw notImplemented(`${name}, which the parameter ${parameter} selects`)
  }
  if (!operation) throw notImplemented(`${request.method} on the ${level} level ${unsupported}`.trim())
  for (const parameter of unsupported) throw notImplemented(`the parameter ${parameter} of ${operation.name}`)
  checkHeaders(operation, request)
  return operation
}

function fits({ selectedBy = [], selectedByHeader }: Operation, { query, headers }: S3Request): boolean {
  const hasHeader = selectedByHeader === undefined || headers[selectedByHeader] !== undefined
  return hasHeader && selectedBy.every((parameter) => query.has(parameter))
}

function specificity({ selectedBy = [], selectedByHeader }: Operation): number {
  return selectedBy.length + (selectedByHeader === undefined ? 0 : 1)
}

function checkHeaders(operation: Operation, { headers }: S3Request): void {
  for (const [name, value] of Object.entries(headers)) {
    if (!name.startsWith('x-amz-') || transportHeaders.has(name) || defaultHeaders[name] === value) continue
    if (/^x-amz-(source-)?expected-bucket-owner$/.test(name)) checkOwner(value)
    else if (!supportsHeader(operation, name)) throw notImplemented(`the header ${name}: ${value} of ${operation.name}`)
  }
}

function supportsHeader({ headers = [], selectedByHeader }: Operation, name: string): boolean {
  if (name === selectedByHeader) return true
  return headers.some((header) => (header.endsWith('*') ? name.startsWith(header.slice(0, -1)) : name === header))
}

function checkOwner(expected: string): void {
  if (expected !== account) throw new AwsError('AccessDenied', 403, 'Access Denied')
}
