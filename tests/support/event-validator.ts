import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { fullFormats } from 'ajv-formats/dist/formats.js'
import { eventSchemaFile } from '../../build/json-schemas.ts'
import { type EventType, eventTypes } from '../../core/events/event-types.ts'

const folder = path.join(import.meta.dirname, '../../docs/events')

/** Returns the published schema of an event's detail. */
export function readEventSchema(type: EventType): string {
  return readFileSync(path.join(folder, eventSchemaFile(type)), 'utf8')
}

const ajv = new Ajv2020({ strict: true, allErrors: true, formats: { ...fullFormats } })
const validators = new Map(
  eventTypes.map((type) => [type, ajv.compile(forbidMore(JSON.parse(readEventSchema(type))) as object)]),
)

/** Returns what is wrong with the detail of an event. A property that its schema does not describe is wrong, too. */
export function checkEvent(type: string, detail: unknown): readonly string[] {
  const validate = validators.get(type as EventType) // undefined for any other text
  if (!validate) return [`There is no schema of ${type}`]
  if (validate(detail)) return []
  return (validate.errors ?? []).map(
    ({ instancePath, message, params }) => `${instancePath} ${message} ${JSON.stringify(params)}`,
  )
}

/** Forbids properties that a schema does not describe, in all objects of the schema. */
function forbidMore(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(forbidMore)
  if (typeof schema !== 'object' || schema === null) return schema
  const members = Object.fromEntries(Object.entries(schema).map(([name, member]) => [name, forbidMore(member)]))
  return 'properties' in schema ? { ...members, additionalProperties: false } : members
}
