import * as z from 'zod'
import { defineBatch } from './batch.ts'
import { defineQueueOperation } from './operation.ts'
import { changeVisibility, deleteMessage, purgeQueue } from './settle-message.ts'

const deletion = { ReceiptHandle: z.string() }
const range = 'Must be between 0 and 43200, if provided.'
const change = { ReceiptHandle: z.string(), VisibilityTimeout: z.int().min(0, range).max(43_200, range) }

/** The operations on received messages, single or in batches, and PurgeQueue. */
export const settleOperations = [
  defineQueueOperation('DeleteMessage', deletion, (sqs, queue, { ReceiptHandle }) => {
    sqs.database.transaction(() => deleteMessage(sqs, queue, ReceiptHandle))
    return {}
  }),
  defineBatch('DeleteMessageBatch', z.strictObject(deletion), (sqs, queue, { ReceiptHandle }) => {
    deleteMessage(sqs, queue, ReceiptHandle)
    return {}
  }),
  defineQueueOperation('ChangeMessageVisibility', change, (sqs, queue, { ReceiptHandle, VisibilityTimeout }) => {
    sqs.database.transaction(() => changeVisibility(sqs, queue, ReceiptHandle, VisibilityTimeout * 1000))
    return {}
  }),
  defineBatch('ChangeMessageVisibilityBatch', z.strictObject(change), (sqs, queue, entry) => {
    changeVisibility(sqs, queue, entry.ReceiptHandle, entry.VisibilityTimeout * 1000)
    return {}
  }),
  defineQueueOperation('PurgeQueue', {}, (sqs, queue) => {
    purgeQueue(sqs, queue)
    return {}
  }),
]
