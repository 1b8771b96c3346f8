import type { AwsRequest } from './aws-service.ts'
import { isFormUpload, readForm } from './form-upload.ts'
import { isForm } from './query-protocol.ts'
import { readSignature } from './signature/read-signature.ts'
import { type Refusals, refusalsOf, s3Refusals } from './signature/refusals.ts'
import { createSigningKeys } from './signature/signing-key.ts'
import { verifyPolicy } from './signature/verify-policy.ts'
import { type Authority, verifySignature } from './signature/verify-signature.ts'

/**
 * Adds the caller to a request whose signature is genuine. `headers` has all values of each header.
 * @throws {AwsError} the error with which AWS refuses the request
 */
export type Authenticate = (
  request: AwsRequest,
  headers: Readonly<Record<string, readonly string[] | undefined>>,
  service: string,
) => Promise<AwsRequest>

export function createAuthentication(authority: Omit<Authority, 'signingKey'>): Authenticate {
  const complete = { ...authority, signingKey: createSigningKeys() }
  return async (request, headers, service) => {
    const signable = { method: request.method, target: request.target, headers }
    const refusals = refusalsFor(request, service)
    const signature = readSignature(signable, refusals)
    if (!signature && service === 's3' && isFormUpload(request)) {
      const form = await readForm(request)
      try {
        return { ...request, caller: verifyPolicy(form, complete), form }
      } catch (error) {
        form.file.resume()
        throw error
      }
    }
    if (!signature) throw refusals.unsigned()
    return { ...request, ...(await verifySignature(signable, signature, complete, refusals, request.bytes)) }
  }
}

/** Chooses the text of a refusal by the protocol of the request, because some services have two protocols. */
function refusalsFor(request: AwsRequest, service: string): Refusals {
  if (service === 's3') return s3Refusals
  if (isForm(request)) return refusalsOf('query', 403)
  return refusalsOf('json', ['dynamodb', 'events'].includes(service) ? 400 : 403)
}
