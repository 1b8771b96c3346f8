import * as z from 'zod/mini'
import { receiptSchema } from '../core/articles/receipt-schema.ts'
import { publicationSchema } from '../core/publication.ts'

/**
 * Returns publication.schema.json, with which text editors complete publication.json. It is generated from the schema
 * that checks that file.
 */
export function publicationJsonSchema(): string {
  const schema = z.toJSONSchema(publicationSchema, { io: 'input', unrepresentable: 'any' })
  return `${JSON.stringify({ title: 'publication.json of Postrider', ...schema }, undefined, 2)}\n`
}

/** Returns docs/receipt.schema.json: what programs may rely on in a receipt. */
export function receiptJsonSchema(): string {
  return `${JSON.stringify({ title: 'Receipt', ...z.toJSONSchema(receiptSchema, { io: 'input' }) }, undefined, 2)}\n`
}
