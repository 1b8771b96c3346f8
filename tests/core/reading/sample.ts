import { parsePublication } from '../../../core/publication.ts'
import { type ParsedUpload, parseUpload } from '../../../core/reading/parse-upload.ts'
import type { Site } from '../../../core/site.ts'

export const publication = parsePublication(
  JSON.stringify({
    title: 'The Postrider Gazette',
    description: 'Letters, and how they arrive.',
    siteUrl: 'https://gazette.example',
    tag: 'gazette.example,2026',
    sender: { name: 'The Postrider Gazette', address: 'post@gazette.example' },
    postalAddress: '1 Mail Coach Yard, London',
    topics: ['Asia', 'data centres', 'postal history', { slug: 'safety', name: 'security' }],
  }),
)

export const site: Site = { publication, url: 'https://gazette.example' }

/** Parses a text as an upload under `articles/`. */
export function parse(key: string, text: string | Uint8Array, contentType?: string): ParsedUpload {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  return parseUpload({ key: `articles/${key}`, bytes, contentType }, publication)
}

export function accepted(key: string, text: string | Uint8Array, contentType?: string) {
  const parsed = parse(key, text, contentType)
  if (parsed.accepted) return parsed
  throw new Error(`rejected: ${parsed.problems.map(({ rule, message }) => `${rule}: ${message}`).join('; ')}`)
}

export function rules(parsed: ParsedUpload): readonly string[] {
  return parsed.problems.map(({ rule }) => rule)
}
