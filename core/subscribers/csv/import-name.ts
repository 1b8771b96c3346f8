import { readName } from '../reader-name.ts'
import { readCell } from './cell.ts'
import type { CsvRow } from './import-header.ts'
import { isOwnRow } from './remembered-row.ts'

/** Columns with the whole name, the most reliable first. */
const wholeNames = [
  ...['name', 'full name', 'fullname', 'display name', 'displayname', 'subscriber name', 'contact name', 'member name'],
  ...['customer name', 'merge name', 'nom complet', 'vollständiger name', 'nombre completo', 'nome completo'],
] as const
const firstNames = [
  ...[
    'first name',
    'firstname',
    'fname',
    'given name',
    'givenname',
    'forename',
    'first',
    'merge first name',
    'mmerge1',
  ],
  ...['vorname', 'prénom', 'prenom', 'nombre', 'nome', 'voornaam', 'imię', 'имя', 'الاسم الأول', 'الاسم', '名'],
] as const
const lastNames = [
  ...['last name', 'lastname', 'lname', 'surname', 'family name', 'familyname', 'last', 'merge last name', 'mmerge2'],
  ...[
    'nachname',
    'familienname',
    'nom',
    'nom de famille',
    'apellidos',
    'apellido',
    'cognome',
    'sobrenome',
    'achternaam',
  ],
  ...['nazwisko', 'фамилия', 'اسم العائلة', '姓'],
] as const
/** Columns with other values as JSON: those of Buttondown, listmonk and Keila. */
const jsonColumns = ['metadata', 'attributes', 'data'] as const

/** What the cell of an export says if a person removed their name. */
export const removedName = '-'

/** `name`: undefined if the file has none; empty if the person removed it. */
export type ImportedName = { readonly name?: string; readonly warnings: readonly string[] }

/** Reads the name of a person. One that cannot be used is left out, with a warning. */
export function readImportedName(row: CsvRow, address: string): ImportedName {
  if (isOwnRow(row) && readCell(row.name ?? '') === removedName) return { name: '', warnings: [] }
  const { column, typed } = findName(row) ?? {}
  // Some products write the address if they know no name.
  if (column === undefined || typed === undefined || typed.toLowerCase() === address.toLowerCase()) return none
  const result = readName(typed)
  if (result.kind === 'name') return result.name === '' ? none : { name: result.name, warnings: [] }
  const why = {
    long: 'is longer than a name',
    address: 'looks like an address, and mail programs would turn it into a link',
    odd: 'is not a name',
  }[result.reason]
  return { warnings: [`${column}: ${typed.slice(0, 60)} ${why}, and was left out`] }
}

const none: ImportedName = { warnings: [] }

type Found = { readonly column: string; readonly typed: string }

function findName(row: CsvRow): Found | undefined {
  const own = findIn(row)
  if (own) return own
  for (const column of jsonColumns) {
    const values = readJson(row[column])
    const found = values && findIn(values)
    if (found) return { ...found, column: `${column}: ${found.column}` }
  }
  return undefined
}

function findIn(row: CsvRow): Found | undefined {
  const first = findCell(row, firstNames)
  const last = findCell(row, lastNames)
  const whole = findCell(row, wholeNames)
  const isFirst = whole?.column === 'name' && last && !first && !whole.typed.includes(last.typed) // `name,surname`
  if (whole) return isFirst ? { column: whole.column, typed: join(whole.typed, last.typed) } : whole
  if (first && last) return { column: first.column, typed: join(first.typed, last.typed) }
  return first ?? last
}

function findCell(row: CsvRow, columns: readonly string[]): Found | undefined {
  for (const column of columns) {
    const typed = readCell((row[column] ?? '').trim())
    const result = readName(typed)
    if (result.kind === 'refused' || result.name !== '') return { column, typed }
  }
  return undefined
}

/** Puts the family name first in a script where that is the custom. */
function join(first: string, last: string): string {
  const eastAsian = /^[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}]+$/u
  return eastAsian.test(first) && eastAsian.test(last) ? last + first : `${first} ${last}`
}

/** Returns the texts of an object, by names that are normalized like those of columns. */
function readJson(cell: string | undefined): CsvRow | undefined {
  if (!cell?.trim().startsWith('{') || cell.length > 10_000) return undefined
  try {
    const entries = Object.entries(JSON.parse(cell) as object).filter(([, value]) => typeof value === 'string') // an object
    return Object.fromEntries(entries.map(([name, value]) => [normal(name), String(value)]))
  } catch {
    return undefined // it is some other text
  }
}

const normal = (name: string) =>
  name
    .replace(/(?<=[a-z])(?=[A-Z])/g, ' ')
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim()
