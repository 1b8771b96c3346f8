import * as z from 'zod/mini'
import { publicationSchema } from '../core/publication.ts'

/** publication.schema.json: lets editors complete publication.json. Generated from the schema that checks it. */
export function publicationJsonSchema(): string {
  const schema = z.toJSONSchema(publicationSchema, { io: 'input', unrepresentable: 'any' })
  return `${JSON.stringify({ title: 'publication.json of Postrider', ...schema }, undefined, 2)}\n`
}
