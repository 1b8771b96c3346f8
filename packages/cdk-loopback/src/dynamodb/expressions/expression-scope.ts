import { AwsError } from '../../endpoint/aws-service.ts'
import { validationError } from '../protocol/dynamodb-error.ts'
import type { AttributeValue } from '../values/attribute-value.ts'
import { decodeValue } from '../values/decode-value.ts'

export type Placeholders = {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>> | undefined
  readonly ExpressionAttributeValues?: Readonly<Record<string, unknown>> | undefined
}

/** The meanings of the placeholders in a request's expressions. Every placeholder must be used. */
export type Scope = {
  name(placeholder: string): string | undefined
  value(placeholder: string): AttributeValue | undefined
  /** Fails if a placeholder was not used. Call it after parsing all expressions. */
  close(): void
}

export function openScope(input: Placeholders): Scope {
  const names = openPlaceholders('ExpressionAttributeNames', '#', input.ExpressionAttributeNames, (name) => name)
  const values = openPlaceholders('ExpressionAttributeValues', ':', input.ExpressionAttributeValues, decodeNamedValue)
  return {
    name: names.use,
    value: values.use,
    close: () => {
      names.close()
      values.close()
    },
  }
}

function openPlaceholders<In, Out>(
  parameter: string,
  sign: string,
  input: Readonly<Record<string, In>> | undefined,
  decode: (value: In, placeholder: string) => Out,
) {
  const meanings = new Map<string, Out>()
  if (input && Object.keys(input).length === 0) throw validationError(`${parameter} must not be empty`)
  for (const [placeholder, value] of Object.entries(input ?? {})) {
    if (!placeholder.startsWith(sign) || !/^.\w+$/.test(placeholder))
      throw validationError(`${parameter} contains invalid key: Syntax error; key: "${placeholder}"`)
    meanings.set(placeholder, decode(value, placeholder))
  }
  const unused = new Set(meanings.keys())
  return {
    use: (placeholder: string) => {
      unused.delete(placeholder)
      return meanings.get(placeholder)
    },
    close: () => {
      if (unused.size === 0) return
      throw validationError(`Value provided in ${parameter} unused in expressions: keys: {${[...unused].join(', ')}}`)
    },
  }
}

function decodeNamedValue(value: unknown, placeholder: string): AttributeValue {
  try {
    return decodeValue(value)
  } catch (error) {
    if (!(error instanceof AwsError)) throw error
    const message = `ExpressionAttributeValues contains invalid value: ${error.message} for key ${placeholder}`
    throw new AwsError(error.code, error.status, message)
  }
}
