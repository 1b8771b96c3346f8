import type * as z from 'zod'
import { findUnresolved, isRecord } from './unresolved.ts'

type Issue = { readonly path: string; readonly message: string }

/** Describes how a resource's properties violate its schema. */
export function describeIssues(error: z.ZodError, properties: unknown): Issue[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      const message = 'cdk-loopback does not support this property: remove it, or add support for it'
      return issue.keys.map((key) => ({ path: formatPath([...issue.path, key]), message }))
    }
    return [{ path: formatPath(issue.path), message: describe(issue, valueAt(properties, issue.path)) }]
  })
}

function describe(issue: z.core.$ZodIssue, value: unknown): string {
  const unresolved = findUnresolved(value)
  if (unresolved) return unresolved.reason
  if (value === undefined) return 'cdk-loopback requires this property'
  const text = JSON.stringify(value)
  if (issue.code === 'invalid_value') {
    return `is ${text}; cdk-loopback supports only ${issue.values.map((each) => JSON.stringify(each)).join(', ')}`
  }
  return `is ${text}; ${issue.message}`
}

function valueAt(properties: unknown, path: readonly PropertyKey[]): unknown {
  let value = properties
  for (const key of path) {
    // A list of one may be written as a single value; an unresolved value has nothing below it.
    if (Array.isArray(value)) value = value[Number(key)]
    else if (isRecord(value)) value = value[String(key)]
    else return value
  }
  return value
}

/** Formats a path as in `Target.Arn` or `Replicas[0].Region`. */
function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text && '.'}${String(key)}`),
    '',
  )
}
