import type { Connection } from '../../aws/clients.ts'
import type { EndpointFact } from '../../aws/diagnosis/endpoint-reader.ts'
import type { FactOptions } from '../../aws/diagnosis/read-fact.ts'
import type { Reading } from '../../core/deployment/account-facts.ts'
import type { Publication } from '../../core/publication.ts'
import type { Stack } from '../stack.ts'
import type { Dns } from './dns.ts'

/** What every check needs. */
export type Examination = {
  readonly stack: Stack
  readonly place: Connection
  /** publication.json here, if the stack was deployed from it or an earlier version of it. */
  readonly own: Publication | undefined
  readonly dns: Dns
  readonly endpoint: Reading<EndpointFact>
  readonly limits: FactOptions
  readonly now: Date
}

/** Returns the address of a stack whose services run on this machine; undefined if they are elsewhere. */
export function localEndpoint({ endpoint, place }: Pick<Examination, 'endpoint' | 'place'>): string | undefined {
  const url = endpoint.kind === 'found' ? endpoint.value.url : place.endpoint
  return isLoopback(url) ? url : undefined
}

export function isLoopback(url = ''): boolean {
  return /^(127\.|\[::1\]$|localhost$)/.test(URL.parse(url)?.hostname ?? '')
}
