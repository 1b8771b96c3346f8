import type { RelayState } from '../../core/diagnosis/judge-relay.ts'
import type { Connection } from '../clients.ts'
import { callLocal } from './local-endpoint.ts'

/** What became of a mail that returned. */
export type Returned = { readonly result: string; readonly messageId?: string; readonly reason?: string }

/** Hands over a bounce or a complaint about a mail that left a local stack. @param to the address that received it */
export async function returnMail(place: Connection, body: Buffer, to: string | undefined): Promise<Returned> {
  const query = to === undefined ? {} : { to }
  return (await callLocal(place, { method: 'POST', path: '/returned-mail', query, body })) as Returned // as the door answers
}

/** Reads what the relay of a local stack is doing. Undefined if its mails stay on this machine. */
export async function readRelay(place: Connection, signal: AbortSignal): Promise<RelayState | undefined> {
  const state = (await callLocal(place, { method: 'GET', path: '/relay', signal })) as Partial<RelayState> // as the door answers
  return state.relay === undefined ? undefined : (state as RelayState) // then it is complete
}
