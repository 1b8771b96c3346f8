import { AwsError } from '../../endpoint/aws-service.ts'

/** What the signer of a form allows. */
export type PostPolicy = {
  readonly expiration: Date
  readonly conditions: readonly Condition[]
  /** Bytes. */
  readonly size: { readonly least: number; readonly most: number }
}

type Condition = { readonly match: 'eq' | 'starts-with'; readonly field: string; readonly value: string }

/** The only form of a time in a policy: `2030-01-01T12:00:00Z`, with or without fractions of a second. */
const iso8601 = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

/** Fields that no condition has to allow. */
const freeFields = new Set(['policy', 'x-amz-signature', 'file'])

/** Parses the `policy` field of a form: JSON in base64. @throws {AwsError} InvalidPolicyDocument */
export function parsePolicy(base64: string): PostPolicy {
  const policy = parseJson(Buffer.from(base64, 'base64').toString('utf8'))
  const { expiration, conditions } = policy
  if (typeof expiration !== 'string') throw invalidPolicy('Policy missing expiration.')
  const time = iso8601.test(expiration) ? new Date(expiration) : undefined
  if (!time || Number.isNaN(time.getTime())) throw invalidPolicy(`Invalid 'expiration' value: '${expiration}'`)
  if (!Array.isArray(conditions)) throw invalidPolicy("Invalid 'conditions' value: must be a List.")
  const ranges = conditions.filter(isRange).map(readRange)
  return {
    expiration: time,
    conditions: conditions.filter((condition) => !isRange(condition)).map(readCondition),
    size: {
      least: Math.max(0, ...ranges.map(([least]) => least)),
      most: Math.min(Number.POSITIVE_INFINITY, ...ranges.map(([, most]) => most)),
    },
  }
}

/**
 * Checks that a policy allows each field of a form, and that the form has each field that the policy requires.
 * @throws {AwsError} AccessDenied
 */
export function checkPolicy(policy: PostPolicy, fields: ReadonlyMap<string, string>, now: Date): void {
  if (policy.expiration < now) throw denied('Policy expired.')
  for (const { match, field, value } of policy.conditions) {
    const given = fields.get(field) ?? ''
    const holds = match === 'eq' ? given === value : given.startsWith(value)
    if (!holds) throw denied(`Policy Condition failed: ["${match}", "$${field}", "${value}"]`)
  }
  const allowed = new Set(policy.conditions.map(({ field }) => field))
  const extra = [...fields.keys()].filter(
    (name) => !freeFields.has(name) && !name.startsWith('x-ignore-') && !allowed.has(name),
  )
  if (extra.length > 0) throw denied(`Extra input fields: ${extra.join(', ')}`)
}

function parseJson(text: string): { readonly expiration?: unknown; readonly conditions?: unknown } {
  try {
    const policy: unknown = JSON.parse(text)
    if (typeof policy === 'object' && policy !== null) return policy
  } catch {} // answered below
  throw invalidPolicy('Invalid JSON.')
}

function isRange(condition: unknown): condition is unknown[] {
  return Array.isArray(condition) && String(condition[0]).toLowerCase() === 'content-length-range'
}

function readRange([, least, most]: unknown[]): readonly [number, number] {
  const numbers = [Number(least), Number(most)] as const
  if (numbers.every((number) => Number.isInteger(number) && number >= 0)) return numbers
  throw invalidPolicy('content-length-range must have two numbers.')
}

function readCondition(condition: unknown): Condition {
  if (Array.isArray(condition)) {
    const [operator, field, value] = condition
    if (condition.length !== 3 || !/^\$/.test(String(field))) throw invalidPolicy('Invalid condition.')
    const match = String(operator).toLowerCase()
    if (match !== 'eq' && match !== 'starts-with') throw invalidPolicy(`Invalid condition operator: ${operator}.`)
    return { match, field: String(field).slice(1).toLowerCase(), value: String(value) }
  }
  if (typeof condition !== 'object' || condition === null) {
    throw invalidPolicy('Invalid condition test: must be a List or Object.')
  }
  const [property, second] = Object.entries(condition)
  if (!property || second) {
    throw invalidPolicy('Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.')
  }
  const [field, value] = property
  if (typeof value !== 'string') throw invalidPolicy('Invalid Simple-Condition: value must be a string.')
  return { match: 'eq', field: field.toLowerCase(), value }
}

function invalidPolicy(problem: string): AwsError {
  return new AwsError('InvalidPolicyDocument', 400, `Invalid Policy: ${problem}`)
}

function denied(problem: string): AwsError {
  return new AwsError('AccessDenied', 403, `Invalid according to Policy: ${problem}`)
}
