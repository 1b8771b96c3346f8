import { createHash } from 'node:crypto'
import { AwsError } from '../../endpoint/aws-service.ts'
import type { Dynamo } from '../protocol/operation.ts'

/** Milliseconds for which a transaction with the same token is the same transaction. */
const lifetime = 10 * 60_000

/**
 * Remembers a transaction's token, together with what the transaction does. `repeated`: it was done already.
 * The same token for another request fails with IdempotentParameterMismatchException.
 */
export function claimToken({ database, now }: Dynamo, token: string, request: unknown): 'claimed' | 'repeated' {
  const { statement } = database
  const time = now().getTime()
  const fingerprint = createHash('sha256').update(JSON.stringify(request)).digest('base64')
  statement('DELETE FROM tokens WHERE expires <= ?').run(time)
  const known = statement('SELECT request FROM tokens WHERE token = ?').get(token)
  if (known && known.request !== fingerprint)
    throw new AwsError(
      'IdempotentParameterMismatchException',
      400,
      'The request uses the same client token as a previous, but non-identical request. Do not reuse a client token with different requests, unless the requests are identical',
    )
  if (known) return 'repeated'
  statement('INSERT INTO tokens (token, request, expires) VALUES (?, ?, ?)').run(token, fingerprint, time + lifetime)
  return 'claimed'
}
