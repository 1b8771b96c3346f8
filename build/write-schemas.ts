import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { eventJsonSchemas, publicationJsonSchema, receiptJsonSchema } from './json-schemas.ts'

const root = path.dirname(import.meta.dirname)
const events = path.join(root, 'docs', 'events')
await writeFile(path.join(root, 'publication.schema.json'), publicationJsonSchema())
await writeFile(path.join(root, 'docs', 'receipt.schema.json'), receiptJsonSchema())
await mkdir(events, { recursive: true })
for (const [name, schema] of eventJsonSchemas()) await writeFile(path.join(events, name), schema)
