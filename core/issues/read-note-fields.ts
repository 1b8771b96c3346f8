import { error, type Problem, warning } from '../problem.ts'
import { decodeReferences } from '../reading/front-matter/decode-references.ts'
import { type Field, isNothing } from '../reading/front-matter/field.ts'
import { meaningOf, simpleName } from '../reading/front-matter/field-names.ts'
import { cleanLine } from '../text/clean-text.ts'
import type { InsertKind } from './insert-record.ts'
import { longestMailLine } from './limits.ts'

/** The fields of an editor's note that articles do not have. */
export const noteFields = ['subject', 'preheader'] as const
type NoteField = (typeof noteFields)[number]

export type MailLines = Readonly<Partial<Record<NoteField, string>>>

/** Reads the subject and the preheader that a note gives the mails of its issue. They are used as they are written. */
export function readNoteFields(
  fields: readonly Field[],
  kind: InsertKind,
): { readonly lines: MailLines; readonly problems: readonly Problem[] } {
  const own = fields.filter(({ section }) => section === undefined)
  const found = noteFields.flatMap((name) => {
    const field = own.find((each) => simpleName(each.name) === name)
    return field ? [{ name, field, text: textOf(field) }] : []
  })
  const useful = found.filter(({ text }) => text !== '')
  return {
    lines: kind === 'note' ? Object.fromEntries(useful.map(({ name, text }) => [name, text])) : {},
    problems: [
      ...useful.flatMap(({ name, field, text }) =>
        kind === 'note' ? checkText(name, field, text) : [misplaced(field)],
      ),
      ...checkOthers(own),
    ],
  }
}

/** Returns the text as one line; empty if there is none. */
function textOf({ value }: Field): string | undefined {
  if (typeof value !== 'string') return undefined
  return isNothing(value) ? '' : cleanLine(decodeReferences(value))
}

function checkText(name: NoteField, { line, column }: Field, text: string | undefined): readonly Problem[] {
  if (text === undefined) {
    const fix = `Write ${name}: "…", in quotation marks if the text contains a colon or brackets.`
    return [error('invalid-field', `The ${name} is not a text.`, { line, column, fix })]
  }
  const length = [...text].length
  if (length <= longestMailLine) return []
  const message = `The ${name} has ${length} characters. At most ${longestMailLine} are allowed; mail programs show the first 50 to 100.`
  return [error('too-long', message, { line, column, fix: 'Shorten it.' })]
}

function misplaced({ name, line, column }: Field): Problem {
  return warning('unknown-field', `"${name}" has no effect in a sponsor’s text and was ignored.`, {
    line,
    column,
    fix: 'Write it into the front matter of the editor’s note, issues/<digest>.md.',
  })
}

const articleFields: ReadonlySet<string | undefined> = new Set([
  ...['summary', 'authors', 'topics', 'keywords', 'slug', 'canonical', 'notice', 'updated', 'mail', 'digests'],
])

/** Reports fields that only articles have. */
function checkOthers(fields: readonly Field[]): readonly Problem[] {
  const others = fields.filter(
    ({ name }) => articleFields.has(meaningOf(name)) && !noteFields.some((own) => own === simpleName(name)),
  )
  const [first] = others
  if (first === undefined) return []
  const names = others.slice(0, 8).map(({ name }) => `"${name.slice(0, 40)}"`)
  const message = `A text for an issue is no article, so these fields were ignored: ${names.join(', ')}.`
  const fix = 'If readers need to see them, write them into the text.'
  return [warning('unknown-field', message, { line: first.line, column: first.column, fix })]
}
