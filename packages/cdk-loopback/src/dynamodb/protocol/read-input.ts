import type * as z from 'zod'
import type { AwsError } from '../../endpoint/aws-service.ts'
import { serializationError, validationError } from './dynamodb-error.ts'

type Issue = z.core.$ZodIssue

const maxIssues = 10
/** Characters of an invalid value that an error repeats. */
const maxValueLength = 500

/** Checks the body of a request. An unknown parameter fails, because ignoring it could change the request's meaning. */
export function readInput<Output>(schema: z.ZodType<Output>, body: unknown): Output {
  const result = schema.safeParse(body, { reportInput: true })
  if (result.success) return result.data
  throw toError(result.error.issues)
}

function toError(issues: readonly Issue[]): AwsError {
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') return refuseParameters(issue.keys)
    if (issue.code === 'invalid_type' && issue.input !== undefined)
      return serializationError(`${formatPath(issue.path)} must be of type ${issue.expected}`)
    if (issue.code === 'custom' && issue.input !== undefined)
      return serializationError(`Unexpected field type at ${formatPath(issue.path)}`)
  }
  const messages = issues.slice(0, maxIssues).map(describeIssue)
  const count = `${messages.length} validation error${messages.length > 1 ? 's' : ''} detected`
  return validationError(`${count}: ${messages.join('; ')}`)
}

const replacements: Readonly<Record<string, string>> = {
  Expected: 'ConditionExpression',
  AttributeUpdates: 'UpdateExpression',
  AttributesToGet: 'ProjectionExpression',
  KeyConditions: 'KeyConditionExpression',
  QueryFilter: 'FilterExpression',
  ScanFilter: 'FilterExpression',
  ConditionalOperator: 'an expression with AND or OR',
}

function refuseParameters(names: readonly string[]): AwsError {
  const sentences = names.map((name) => {
    const replacement = Object.hasOwn(replacements, name) ? replacements[name] : undefined
    return replacement
      ? `The legacy parameter '${name}' is not supported: use ${replacement}`
      : `The parameter '${name}' is not supported`
  })
  return validationError(sentences.join('; '))
}

function describeIssue(issue: Issue): string {
  const constraint = `failed to satisfy constraint: ${describeConstraint(issue)}`
  const value = issue.input === undefined ? 'null' : `'${formatValue(issue.input)}'`
  return `Value ${value} at '${formatPath(issue.path)}' ${constraint}`
}

function describeConstraint(issue: Issue): string {
  if (issue.input === undefined) return 'Member must not be null'
  switch (issue.code) {
    case 'too_small':
      return `Member must have ${measure(issue)} greater than or equal to ${issue.minimum}`
    case 'too_big':
      return `Member must have ${measure(issue)} less than or equal to ${issue.maximum}`
    case 'invalid_format':
      return `Member must satisfy regular expression pattern: ${String(issue.pattern).replace(/^\/\^?|\$?\/$/g, '')}`
    case 'invalid_value':
      return `Member must satisfy enum value set: [${issue.values.join(', ')}]`
    default:
      return issue.message
  }
}

function measure({ input }: Issue): 'value' | 'length' {
  return typeof input === 'number' ? 'value' : 'length'
}

/** Formats a path as AWS does: `TransactItems[0].Put` is `transactItems.1.member.put`. */
function formatPath(path: readonly PropertyKey[]): string {
  const steps = path.map((step) =>
    typeof step === 'number' ? `${step + 1}.member` : String(step).replace(/^./, (first) => first.toLowerCase()),
  )
  return steps.join('.')
}

function formatValue(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > maxValueLength ? `${text.slice(0, maxValueLength)}…` : text
}
