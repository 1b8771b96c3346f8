import { IncomingMessage } from 'node:http'
import type { AwsRequest } from '../../endpoint/aws-service.ts'

/** Aborts the signal when the client of a request hangs up. A request from within this process never does. */
export function watchHangUp({ stream }: AwsRequest): { readonly signal: AbortSignal; stop(): void } {
  const controller = new AbortController()
  const abort = () => controller.abort()
  const socket = stream instanceof IncomingMessage ? stream.socket : undefined
  if (socket?.destroyed) abort()
  socket?.once('close', abort)
  return { signal: controller.signal, stop: () => socket?.off('close', abort) }
}
