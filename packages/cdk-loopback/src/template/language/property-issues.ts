import type * as z from 'zod'
import { findUnresolved, isRecord } from './unresolved.ts'

type Issue = { readonly path: string; readonly message: string }

/** What a resource's properties have that its schema doesn't take, in words. */
export function describeIssues(error: z.ZodError, properties: unknown): Issue[] {
  return error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys') {
      const message = 'local mode does not honour this property: leave it out, or teach cdk-loopback to read it'
      return issue.keys.map((key) => ({ path: formatPath([...issue.path, key]), message }))
    }
    return [{ path: formatPath(issue.path), message: describe(issue, valueAt(properties, issue.path)) }]
  })
}

function describe(issue: z.core.$ZodIssue, value: unknown): string {
  const unresolved = findUnresolved(value)
  if (unresolved) return unresolved.reason
  if (value === undefined) return 'local mode needs this property'
  const found = JSON.stringify(value)
  if (issue.code === 'invalid_value') {
    return `is ${found}; local mode honours only ${issue.values.map((each) => JSON.stringify(each)).join(', ')}`
  }
  return `is ${found}; ${issue.message}`
}

function valueAt(properties: unknown, path: readonly PropertyKey[]): unknown {
  let value = properties
  for (const key of path) {
    // A single value stands for a list of one; what is unresolved has nothing below it.
    if (Array.isArray(value)) value = value[Number(key)]
    else if (isRecord(value)) value = value[String(key)]
    else return value
  }
  return value
}

/** `Target.Arn`, `Replicas[0].Region` */
function formatPath(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}${text && '.'}${String(key)}`),
    '',
  )
}
