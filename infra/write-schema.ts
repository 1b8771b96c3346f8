import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { publicationJsonSchema } from './publication-json-schema.ts'

const file = path.join(path.dirname(import.meta.dirname), 'publication.schema.json')
await writeFile(file, publicationJsonSchema())
