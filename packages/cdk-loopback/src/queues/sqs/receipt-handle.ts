import { receiptHandleIsInvalid } from './sqs-error.ts'

/** Composes the handle of one receipt of a message. */
export function composeReceiptHandle(id: number, receipt: string): string {
  return `${id}-${receipt}`
}

/** @throws {AwsError} ReceiptHandleIsInvalid */
export function parseReceiptHandle(handle: string): { readonly id: number; readonly receipt: string } {
  const [, id, receipt] = /^(\d{1,16})-([\da-f-]{36})$/.exec(handle) ?? []
  if (id === undefined || receipt === undefined) throw receiptHandleIsInvalid(handle)
  return { id: Number(id), receipt }
}
