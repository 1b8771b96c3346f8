import type { AwsRequest, AwsResponse } from '../../endpoint/aws-service.ts'
import type { Account } from '../account/account.ts'
import { invalidParameter } from '../invalid-parameter.ts'
import { checkNames, type Receiving, receiveMail, type Verdicts, verdicts } from './receive-mail.ts'

/** Receives the mail in a request's body. Its query has `from`, `to` (also several times) and verdicts. */
export async function handleReceiving(account: Account, request: AwsRequest): Promise<AwsResponse> {
  const received = receiveMail(account, await request.bytes(), readOptions(request.url.searchParams))
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(received) }
}

function readOptions(query: URLSearchParams): Receiving {
  const found: Record<string, string> = {}
  for (const [name, value] of query) {
    if (name === 'from' || name === 'to') continue
    if (!checkNames.some((each) => each === name) || !verdicts.some((each) => each === value))
      throw invalidParameter(`The query has no parameter ${name}=${value}.`)
    found[name] = value
  }
  const from = query.get('from')
  const to = query.getAll('to')
  return { ...(from !== null && { from }), ...(to.length > 0 && { to }), verdicts: found as Verdicts } // as checked
}
