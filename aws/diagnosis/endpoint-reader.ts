import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import type { Reading } from '../../core/deployment/account-facts.ts'
import type { Connection } from '../clients.ts'
import { type FactOptions, readFact } from './read-fact.ts'

/** How AWS answers. */
export type EndpointFact = {
  /** Where requests go, as the SDK finds it in its settings, environment and profile. */
  readonly url: string
  /** Seconds that this machine is ahead of AWS, whose answers have a date. Undefined if it is not known. */
  readonly skew: number | undefined
}

type Traffic = {
  readonly request: { readonly protocol: string; readonly hostname: string; readonly port?: number }
  readonly response: { readonly headers: Readonly<Record<string, string>> }
}

/** Finds out where requests go, and what time it is there. */
export function readEndpoint(place: Connection, limits: FactOptions): Promise<Reading<EndpointFact>> {
  return readFact(async (abortSignal): Promise<EndpointFact | undefined> => {
    const client = new STSClient({ ...place, maxAttempts: 2 })
    let seen: EndpointFact | undefined
    client.middlewareStack.add(
      (next) => async (input) => {
        const before = Date.now()
        const output = await next(input)
        seen = describe({ request: input.request, response: output.response } as Traffic, before) // both are of HTTP
        return output
      },
      { step: 'deserialize', priority: 'low' },
    )
    await client.send(new GetCallerIdentityCommand({}), { abortSignal })
    return seen
  }, limits)
}

function describe({ request, response }: Traffic, before: number): EndpointFact {
  const { protocol, hostname, port } = request
  const middle = (before + Date.now()) / 2
  const date = Date.parse(response.headers.date ?? '') + 500 // it has no fractions of a second
  return {
    url: `${protocol}//${hostname}${port === undefined ? '' : `:${port}`}`,
    skew: Number.isNaN(date) ? undefined : (middle - date) / 1000,
  }
}
