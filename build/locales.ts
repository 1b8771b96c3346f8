import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { type Entry, findMistakes, isPlural, namesIn } from './check-locales.ts'

const model = 'en'

/**
 * Compiles templates/locales/ into one module, dist/templates/locales.mjs. A message becomes a string, or a function of
 * its values if it contains `{names}`. The English file defines all messages; each other language is one more file.
 *
 * @throws {Error} naming all missing and unknown messages and values of all languages at once
 */
export async function buildLocales(source: string, target: string): Promise<void> {
  const languages = await readLanguages(source)
  const english = languages.get(model)
  if (english === undefined) throw new Error(`${path.join(source, `${model}.json`)} is missing`)
  const mistakes = [...languages].flatMap(([language, entry]) =>
    findMistakes(english, entry, language).map((mistake) => `${path.join(source, `${language}.json`)}: ${mistake}`),
  )
  if (mistakes.length > 0) throw new Error(mistakes.join('\n'))
  await writeFile(`${target}.mjs`, moduleOf(languages))
  await writeFile(
    `${target}.d.mts`,
    `export type Messages = ${typeOf(english)}\nexport declare const languages: Readonly<Record<string, Messages>>\n`,
  )
}

async function readLanguages(source: string): Promise<Map<string, Entry>> {
  const files = (await readdir(source)).filter((file) => file.endsWith('.json')).sort()
  return new Map(
    await Promise.all(
      files.map(async (file): Promise<[string, Entry]> => {
        const text = await readFile(path.join(source, file), 'utf8')
        return [path.basename(file, '.json'), parse(text, file)]
      }),
    ),
  )
}

function parse(text: string, file: string): Entry {
  try {
    return JSON.parse(text) as Entry // `findMistakes` reports any other type
  } catch (cause) {
    throw new Error(`templates/locales/${file} is not JSON: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    })
  }
}

function moduleOf(languages: ReadonlyMap<string, Entry>): string {
  const members = [...languages].map(
    ([language, entry]) =>
      `get ${JSON.stringify(language)}() { return speak(${JSON.stringify(language)}, (plural) => (${codeOf(entry)})) }`,
  )
  return `const spoken = {} // creating all languages at once would lengthen each cold start
const speak = (language, messages) => {
if (spoken[language]) return spoken[language]
let rules, numbers
return spoken[language] = messages((forms) => (v) => {
rules ??= new Intl.PluralRules(language)
numbers ??= new Intl.NumberFormat(language)
return forms[rules.select(v.count)]({ ...v, count: numbers.format(v.count) })
})
}
export const languages = {
${members.join(',\n')}
}
`
}

function codeOf(entry: Entry): string {
  if (typeof entry === 'string') return namesIn(entry).length > 0 ? functionOf(entry) : JSON.stringify(entry)
  if (Array.isArray(entry)) return `[${entry.map(codeOf).join(', ')}]`
  const members = Object.entries(entry)
  if (!isPlural(entry))
    return `{ ${members.map(([name, value]) => `${JSON.stringify(name)}: ${codeOf(value)}`).join(', ')} }`
  return `plural({ ${Object.entries(entry)
    .map(([form, value]) => `${form}: ${functionOf(value)}`)
    .join(', ')} })`
}

function functionOf(message: string): string {
  const pieces = message.split(/\{(\w+)\}/)
  return `(v) => ${pieces.map((piece, index) => (index % 2 ? `v.${piece}` : JSON.stringify(piece))).join(' + ')}`
}

function typeOf(entry: Entry): string {
  if (typeof entry === 'string') return typeOfMessage(namesIn(entry), 'string')
  if (Array.isArray(entry)) return 'readonly string[]'
  if (isPlural(entry)) return typeOfMessage([...namesIn(Object.values(entry).join()), 'count'], 'number')
  return `{ ${Object.entries(entry)
    .map(([name, value]) => `readonly ${name}: ${typeOf(value)}`)
    .join('; ')} }`
}

function typeOfMessage(names: readonly string[], count: 'string' | 'number'): string {
  if (names.length === 0) return 'string'
  const values = [...new Set(names)].map((name) => `readonly ${name}: ${name === 'count' ? count : 'string'}`)
  return `(values: { ${values.join('; ')} }) => string`
}
