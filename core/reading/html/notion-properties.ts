import type { Element, Root } from 'hast'
import { elementsOf, lineOf, textOf } from '../../html/tree.ts'
import { classesOf } from './element-names.ts'

/** What the table of properties above a page of Notion says. */
export type NotionProperties = {
  readonly dates: readonly string[]
  readonly changes: readonly string[]
  readonly topics: readonly string[]
  readonly authors: readonly string[]
  readonly summary: string | undefined
  readonly privateMarks: readonly string[]
}

type Row = {
  readonly name: string
  readonly kind: string
  readonly values: readonly string[]
  readonly isChecked: boolean | undefined
}

const published =
  /^(?:published|done|live|complete|completed|posted|shipped|final|public|sent|veröffentlicht|fertig|erledigt|publiée?|terminée?|publicado|listo|hecho|pubblicato|fatto|gepubliceerd|klaar|منشور|تم)$/i

/** Reads the properties of a page exported from Notion. A status that is not known to mean "published" is a mark. */
export function notionProperties(document: Root): NotionProperties {
  const table = elementsOf(document).find(
    (element) => element.tagName === 'table' && classesOf(element).includes('properties'),
  )
  const rows = table
    ? elementsOf(table)
        .filter(({ tagName }) => tagName === 'tr')
        .map(readRow)
    : []
  const valuesOf = (name: RegExp, kind?: RegExp) =>
    rows.filter((row) => name.test(row.name) || kind?.test(row.kind)).flatMap(({ values }) => values)
  return {
    dates: [
      ...valuesOf(/^(?:date|publish(?:ed)?(?: (?:date|on|at))?|publication date|datum|fecha|data)$/i),
      ...valuesOf(/^created(?: (?:time|at|on))?$/i, /^created_time$/),
    ].map(withoutAt),
    changes: valuesOf(/^(?:updated|last edited(?: time)?)$/i, /^last_edited_time$/).map(withoutAt),
    topics: valuesOf(/^(?:tags?|topics?|categor(?:y|ies)|keywords|schlagwörter|étiquettes|etiquetas)$/i),
    authors: valuesOf(/^(?:authors?|by|written by|writer|autor|auteur)$/i),
    summary: valuesOf(/^(?:summary|description|excerpt|subtitle)$/i)[0],
    privateMarks: rows.flatMap(markOf),
  }
}

function markOf({ name, kind, values, isChecked }: Row): readonly string[] {
  const value = values.join(', ')
  const isStatus = kind === 'status' || /^(?:status|state|stage|estado|statut|stato|visibility)$/i.test(name)
  if (isStatus && value !== '' && !values.every((each) => published.test(each)))
    return [`its property ${name} is "${value.slice(0, 40)}"`]
  const isOff = isChecked === false && /^(?:publish(?:ed)?|public|live|ready)$/i.test(name)
  const isOn = isChecked === true && /^(?:draft|private|hidden|unlisted|archived?|confidential)$/i.test(name)
  return isOff || isOn ? [`its property ${name} is ${isOn ? 'checked' : 'not checked'}`] : []
}

function readRow(row: Element): Row {
  const cells = elementsOf(row).filter(({ tagName }) => tagName === 'th' || tagName === 'td')
  const [head, cell] = cells
  const kind = classesOf(row).flatMap((name) => /^property-row-(.+)$/.exec(name)?.[1] ?? [])[0] ?? ''
  if (head === undefined || cell === undefined) return { name: '', kind, values: [], isChecked: undefined }
  const options = elementsOf(cell).filter((element) =>
    classesOf(element).some((name) => ['selected-value', 'status-value', 'user'].includes(name)),
  )
  const box = elementsOf(cell).find((element) => classesOf(element).includes('checkbox'))
  const values = options.length > 0 ? options.map((option) => lineOf(option)) : [lineOf(cell)]
  return {
    name: textOf(head).trim(),
    kind,
    values: values.map((value) => value.trim()).filter((value) => value !== ''),
    isChecked: box && classesOf(box).includes('checkbox-on'),
  }
}

function withoutAt(date: string): string {
  return date.replace(/^@/, '').split(' → ')[0] ?? ''
}
