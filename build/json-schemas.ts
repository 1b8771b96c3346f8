import * as z from 'zod/mini'
import { receiptSchema } from '../core/articles/receipt-schema.ts'
import { eventSchemas } from '../core/events/event-schemas.ts'
import { type EventType, eventTypes } from '../core/events/event-types.ts'
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

/** Returns the schemas in docs/events/, by file name: what programs may rely on in the detail of each event. */
export function eventJsonSchemas(): ReadonlyMap<string, string> {
  return new Map(
    eventTypes.map((type) => {
      const schema = { title: type, ...z.toJSONSchema(eventSchemas[type], { io: 'input' }) }
      return [eventSchemaFile(type), `${JSON.stringify(schema, undefined, 2)}\n`]
    }),
  )
}

/** Returns the file name of an event's schema: `article-published.schema.json`. */
export function eventSchemaFile(type: EventType): string {
  return `${type.toLowerCase().replaceAll(' ', '-')}.schema.json`
}
