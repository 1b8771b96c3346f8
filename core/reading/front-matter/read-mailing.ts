import { type Problem, warning } from '../../problem.ts'
import type { Publication } from '../../publication.ts'
import { nearest } from '../../text/nearest.ts'
import { allTranslations } from '../../translated-text.ts'
import type { Mailing } from '../manuscript.ts'
import { type Field, isNothing, toList } from './field.ts'
import { meaningOf, simpleName } from './field-names.ts'
import { isYes, simpleWord } from './mark-words.ts'

const words: readonly (readonly [RegExp, Mailing['mail'] | 'digest'])[] = [
  [/^(?:(?:stand)?alone|single|solo|own|onitsown|separate(?:ly)?|ownmail)$/, 'alone'],
  [/^(?:none|never|nobody|skip|(?:web|site)(?:only)?)$/, 'none'],
  [/^(?:digests?|default|all|any)$/, 'digest'],
]

/** Fields of other programs that say with yes and no whether an article is mailed. */
const isRefusal = /^(?:jetpack)?(?:no|dont|skip)e?(?:mail|digest)/

/** Rules of problems that reject an upload, unless it was accepted before these fields had a meaning, or with other digests. */
export const mailingRules: ReadonlySet<string> = new Set(['invalid-mail', 'unknown-digest'])

/** Reads how an article is mailed: with the others, on its own or not at all, and to the readers of which digests. */
export function readMailing(
  fields: readonly Field[],
  publication: Publication,
): { readonly mailing: Mailing; readonly problems: readonly Problem[] } {
  const own = fields.filter(({ name }) => meaningOf(name) === 'mail').map(readMode)
  const named = fields.filter(({ name }) => meaningOf(name) === 'digests').map((field) => readNames(field, publication))
  const modes = [...own, ...named].map(({ mode }) => mode)
  const mail = modes.includes('none') ? 'none' : modes.includes('alone') ? 'alone' : undefined
  const digests = [...new Set(named.flatMap(({ digests }) => digests))]
  return {
    mailing: { ...(mail && { mail }), ...(digests.length > 0 && { digests }) },
    problems: [...own, ...named].flatMap(({ problem }) => problem ?? []),
  }
}

type Reading = { readonly mode?: Mailing['mail'] | 'digest' | undefined; readonly problem?: Problem }

function readMode({ name, value, line, column }: Field): Reading {
  const text = toList(value).join(', ').trim()
  if ((isNothing(text) && !isNone(text)) || text.includes('@')) return {} // some programs write the author's address
  const answer = isYes(text)
  if (answer !== undefined) return answer === isRefusal.test(simpleName(name)) ? { mode: 'none' } : { mode: 'digest' }
  const mode = words.find(([word]) => word.test(simpleWord(text)))?.[1]
  if (mode) return { mode }
  const message = `"${text.slice(0, 40)}" is not a valid value of ${name.slice(0, 40)}.`
  const fix =
    'Write "alone" to mail the article on its own, "none" to mail it in no digest, or "digest". Name digests in the field digests.'
  return { problem: warning('invalid-mail', message, { line, column, fix }) }
}

/** What other programs call a digest: a checksum, or a text that is too long for the title of one. */
const isOtherDigest = /^(?:(?:sha|md)\d{1,3}[-:=])?[0-9a-f]{32,}$|^sha\d{3}[-:=]|.{101}/i

/** Reads the names or titles of digests. */
function readNames(
  { value, line, column }: Field,
  publication: Publication,
): Reading & { readonly digests: readonly string[] } {
  const given = (typeof value === 'string' ? value.split(/\s*[,;\n]\s*/) : toList(value))
    .map((each) => each.trim())
    .filter((each) => !isNothing(each) || isNone(each))
  if (given.some((each) => isOtherDigest.test(each))) return { digests: [] }
  const names = Object.keys(publication.digests)
  if (given.length === 1 && given.some((each) => isNone(each) || isYes(each) === false))
    return { mode: 'none', digests: [] }
  if (given.some((each) => /^(?:all|any)$/i.test(each) || isYes(each))) return { digests: [] }
  const digests = given.map((each) => findDigest(each, publication) ?? each.toLowerCase())
  const unknown = given.find((each) => findDigest(each, publication) === undefined)
  if (unknown === undefined) return { digests }
  const close = nearest(unknown.toLowerCase(), names)
  const fix = close ? `Did you mean "${close}"?` : `The digests are ${names.join(', ')}.`
  const message = `There is no digest "${unknown.slice(0, 40)}".`
  return { digests, problem: warning('unknown-digest', message, { line, column, fix }) }
}

/** `isNothing` takes "none" for an absent value. */
function isNone(text: string): boolean {
  return /^none$/i.test(text)
}

function findDigest(text: string, { digests }: Publication): string | undefined {
  const word = simpleWord(text)
  const entries = Object.entries(digests)
  const byName = entries.find(([name]) => simpleWord(name) === word)
  const found =
    byName ?? entries.find(([, { title }]) => allTranslations(title).some((each) => simpleWord(each) === word))
  return found?.[0]
}
