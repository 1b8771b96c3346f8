import * as z from 'zod'
import type { AwsCall } from '../../endpoint/aws-service.ts'
import type { Account, Caller } from '../account/account.ts'
import { invalidParameter } from '../invalid-parameter.ts'
import { sesArn } from '../permissions.ts'

/** A request to the REST API, taken apart. */
export type RestRequest = {
  /** The variable part of the path, decoded; empty if the operation's path has none. */
  readonly name: string
  readonly query: URLSearchParams
  /** The JSON body; an empty object without one. */
  readonly body: unknown
}

/** One operation of the SES REST API (2019-09-27). */
export type Operation = {
  /** Methods and paths, such as `GET /v2/email/identities/{name}`. `{name}` is variable. */
  readonly routes: readonly string[]
  describe(
    account: Account,
    request: RestRequest,
    caller: Caller,
  ): Omit<AwsCall, 'operation'> | Promise<Omit<AwsCall, 'operation'>>
  /** Returns the JSON of the result. */
  handle(account: Account, request: RestRequest, caller: Caller): object | Promise<object>
}

export type Operations = Readonly<Record<string, Operation>>

/** Describes an operation that IAM authorizes for the account as a whole. */
export function forAccount(action: string): Operation['describe'] {
  return () => ({ permissions: [{ action: `ses:${action}`, resource: '*' }] })
}

/** Describes an operation on the identity in the path, or in the body. */
export function forIdentity(action: string): Operation['describe'] {
  return (_account, request, caller) => {
    const { EmailIdentity: name } = readBody(
      z.looseObject({ EmailIdentity: z.string().default(request.name) }),
      request,
    )
    const permissions = [{ action: `ses:${action}`, resource: sesArn(`identity/${name}`, caller) }]
    return { resource: name, permissions }
  }
}

/** Reads the body. @throws {AwsError} for members that are wrong, or that the embedded SES does not support */
export function readBody<Schema extends z.ZodType>(schema: Schema, { body }: RestRequest): z.output<Schema> {
  const result = schema.safeParse(body)
  if (result.success) return result.data
  const problems = result.error.issues.map(({ path, message }) =>
    path.length > 0 ? `${path.join('.')}: ${message}` : message,
  )
  throw invalidParameter(problems.join('; '))
}
