import type { Connection } from '../clients.ts'
import { callLocal } from './local-endpoint.ts'

/** Lets a running local stack copy its data folder, as it is at one moment. Returns the folder with the copy. */
export async function takeSnapshot(place: Connection): Promise<string> {
  const answer = await callLocal(place, { service: 'cdk-loopback', method: 'POST', path: '/snapshots' })
  return (answer as { folder: string }).folder // as the service answers
}

/** Lets a local stack send mails again after it was restored. */
export async function allowSending(place: Connection): Promise<void> {
  const body = Buffer.from(JSON.stringify({ SendingEnabled: true }))
  await callLocal(place, { method: 'PUT', path: '/v2/email/account/sending', body })
}
