import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { publicationJsonSchema, receiptJsonSchema } from './json-schemas.ts'

const root = path.dirname(import.meta.dirname)
await writeFile(path.join(root, 'publication.schema.json'), publicationJsonSchema())
await writeFile(path.join(root, 'docs', 'receipt.schema.json'), receiptJsonSchema())
