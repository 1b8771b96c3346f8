import type * as z from 'zod/mini'
import { isDigestName, longestDigestName, reservedDigestNames } from './configured-names.ts'

export class PublicationError extends Error {
  override name = 'PublicationError'
  readonly mistakes: readonly string[]

  constructor(mistakes: readonly string[], options?: ErrorOptions) {
    super(
      `publication.json has ${mistakes.length === 1 ? 'a mistake' : 'mistakes'}:\n${mistakes.map((m) => `  - ${m}`).join('\n')}`,
      options,
    )
    this.mistakes = mistakes
  }
}

/** Says where a value of publication.json is wrong, and how. */
export function describeIssue(issue: z.core.$ZodIssue): string {
  const { path, message } = issue
  const place = path.join('.') || 'the file'
  if (issue.code === 'invalid_key') return describeName(String(path.at(-1)))
  if (/received undefined$/.test(message)) return `${place} is missing`
  return `${place}: ${message.replace(/^Too small: expected string to have >=1 characters$/, 'it is empty')}`
}

/** Says what is wrong with the name of a digest, and suggests one. */
function describeName(name: string): string {
  const rule = reservedDigestNames.includes(name)
    ? 'this name is reserved'
    : `use lower-case letters, digits and single hyphens, beginning with a letter, at most ${longestDigestName} characters`
  const words = name.toLowerCase().match(/[a-z0-9]+/g) ?? []
  const suggestion = words
    .join('-')
    .replace(/^[\d-]+/, '')
    .slice(0, longestDigestName)
    .replace(/-$/, '')
  return `digests.${name}: ${rule}${isDigestName(suggestion) ? `, such as "${suggestion}"` : ''}`
}
