import { readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { publicationJsonSchema } from '../../build/json-schemas.ts'
import { PublicationError, parsePublication } from '../../core/publication.ts'

const root = path.resolve(import.meta.dirname, '../..')
const minimal = {
  title: 'Gazette',
  description: 'Letters.',
  siteUrl: 'https://gazette.example.org',
  tag: 'gazette.example.org,2026',
  sender: { name: 'Gazette', address: 'gazette@example.org' },
  postalAddress: '1 Mail Coach Lane, Bath',
}
const mistakesOf = (value: unknown): readonly string[] => {
  try {
    parsePublication(typeof value === 'string' ? value : JSON.stringify(value))
    return []
  } catch (error) {
    if (error instanceof PublicationError) return error.mistakes
    throw error
  }
}

describe('publication.json', () => {
  it('has six required fields and defaults for the others', () => {
    const publication = parsePublication(JSON.stringify(minimal))
    expect(publication).toMatchObject({ language: 'en', timeZone: 'UTC', feedWindow: 50, topics: [] })
    expect(Object.keys(publication.digests)).toEqual(['daily', 'weekly'])
  })

  it('with several mistakes is rejected with one error that names them all', () => {
    const mistakes = mistakesOf({ ...minimal, title: '', siteUrl: 'gazette', timeZone: 'Mars/Olympus', colour: 'red' })
    expect(mistakes).toHaveLength(4)
    expect(mistakes.join('\n')).toMatch(/title: [\s\S]*siteUrl: [\s\S]*timeZone: [\s\S]*colour/)
  })

  it.each([
    ['not JSON', '{ "title": ', /not JSON/],
    ['a list', [], /expected object/],
    ['a language that is none', { ...minimal, language: 'en-aa-bb' }, /language: .*BCP 47/],
    ['a tag without a year', { ...minimal, tag: 'example.org' }, /tag: .*example\.org,2026/],
    [
      'an hour that is none',
      { ...minimal, digests: { daily: { title: 'D', schedule: { every: 'day', at: '25:00' } } } },
      /digests\.daily\.schedule\.at: .*07:00/,
    ],
    [
      'a digest of no known name',
      { ...minimal, digests: { hourly: { title: 'D', schedule: { every: 'minute' } } } },
      /digests/,
    ],
    [
      'more senders than half of the concurrency',
      { ...minimal, senders: 6 },
      /senders: use at most half of `concurrency`, which is 10; 6 senders need at least 12/,
    ],
    ['less concurrency than any account has', { ...minimal, concurrency: 9 }, /concurrency: .*>=10/],
  ])('with %s is rejected with a clear message', (_what, value, message) => {
    expect(mistakesOf(value).join('\n')).toMatch(message)
  })

  it('in the project folder is valid, and its JSON Schema is up to date', () => {
    expect(mistakesOf(readFileSync(path.join(root, 'publication.json'), 'utf8'))).toEqual([])
    expect(readFileSync(path.join(root, 'publication.schema.json'), 'utf8')).toBe(publicationJsonSchema())
  })
})
