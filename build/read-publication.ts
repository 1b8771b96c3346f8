import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { type Publication, parsePublication } from '../core/publication.ts'
import { PublicationError } from '../core/publication-mistakes.ts'
import { findSameTopics } from '../core/reading/vocabulary.ts'

const file = path.join(path.dirname(import.meta.dirname), 'publication.json')

/**
 * Reads and checks publication.json.
 * @throws {PublicationError} naming all its mistakes at once
 */
export async function readPublication(): Promise<Publication> {
  const json = await readFile(file, 'utf8').catch((cause) => {
    throw new PublicationError([`there is no publication.json in the project's folder; README.md shows one`], { cause })
  })
  return parsePublication(json, findSameTopics)
}
