import { type Publication, parsePublication } from '../publication.ts'
import { PublicationError } from '../publication-mistakes.ts'

/** Characters of an output's value. CloudFormation documents no maximum, so the parts are shorter than those that others use. */
const partSize = 1_000
/** A stack may have 200 outputs, and the others need some. */
const mostParts = 120
const partName = 'PublicationPart'

/**
 * Splits a publication into outputs of its stack, so that the stack can be operated with the publication with which it was
 * deployed. The parts are in base64, because CloudFormation would resolve `{{resolve:…}}` in texts.
 * @throws {PublicationError} if it is too long
 */
export function splitPublication(publication: Publication): Readonly<Record<string, string>> {
  const text = Buffer.from(JSON.stringify(publication)).toString('base64')
  const count = Math.ceil(text.length / partSize)
  if (count > mostParts) {
    const most = Math.floor((mostParts * partSize * 3) / 4 / 1_000)
    throw new PublicationError([
      `it is longer than ${most} kB, which is as much as a stack can store: shorten its texts`,
    ])
  }
  const parts = Array.from({ length: count }, (_, index) => text.slice(index * partSize, (index + 1) * partSize))
  return Object.fromEntries(parts.map((part, index) => [`${partName}${index + 1}`, part]))
}

/** Reads the publication from the outputs of a stack. Undefined: the stack is older than these outputs. */
export function joinPublication(outputs: Readonly<Record<string, string>>): Publication | undefined {
  const parts = []
  for (let part = outputs[`${partName}1`]; part !== undefined; part = outputs[`${partName}${parts.length + 1}`])
    parts.push(part)
  if (parts.length === 0) return undefined
  const json = Buffer.from(parts.join(''), 'base64').toString()
  try {
    return parsePublication(json) // fills in the settings that have been added since
  } catch (error) {
    if (!(error instanceof PublicationError)) throw error
    return JSON.parse(json) // another version deployed it, whose settings this one does not know
  }
}

/** Lists the settings that differ between two publications. */
export function listDifferences(one: Publication, other: Publication): readonly string[] {
  const values: readonly Readonly<Record<string, unknown>>[] = [one, other]
  const names = new Set(values.flatMap((value) => Object.keys(value)))
  const isSame = (name: string) => new Set(values.map((value) => JSON.stringify(value[name]))).size === 1
  return [...names].filter((name) => name !== '$schema' && !isSame(name))
}
