import type { StorageState } from '../../core/diagnosis/judge-storage.ts'
import type { Connection } from '../clients.ts'
import { callLocal } from './local-endpoint.ts'

/** Reads what keeps a local stack from storing anything. */
export async function readStorage(place: Connection, signal?: AbortSignal): Promise<StorageState> {
  const request = { service: 'cdk-loopback', method: 'GET', path: '/storage', ...(signal && { signal }) } as const
  return (await callLocal(place, request)) as StorageState // as the service answers
}
