import { explainNoValue, explainNoValuesInHtml, findMistakenValues, markNames, markNamesInHtml } from '../name-value.ts'
import { error, type Problem } from '../problem.ts'

type Checked = {
  readonly lines: readonly (string | undefined)[]
  readonly html: string
  /** The upload, to find the lines. */
  readonly source: string
  /** What the reader of the upload reported. */
  readonly problems: readonly Problem[]
}

/** Reports what would be mailed as it is written, or left out, although it is meant for the name of the reader. */
export function checkNames({ lines, html, source, problems }: Checked): readonly Problem[] {
  const found = [
    ...lines.flatMap((line) => findMistakenValues(line ?? '').map(explainNoValue)),
    ...explainNoValuesInHtml(html),
  ]
  const mistakes = [...new Set(found)].slice(0, 5).map((message) => {
    const at = source.indexOf(/^\S{1,12}/.exec(message)?.[0] ?? message)
    return { message, line: at < 0 ? undefined : source.slice(0, at).split('\n').length }
  })
  const foreign = problems
    .filter(
      ({ rule, message }) => rule === 'template-code' && /name|subscriber|recipient|contact|member/i.test(message),
    )
    .map(({ line }) => ({ message: 'Template code of another product does not insert the name of the reader', line }))
  return [...mistakes, ...foreign].map(({ message, line }) => error('unknown-value', `${message}.`, { line, fix }))
}

const fix =
  'Write {name|reader}: the words after the bar are for readers without a name. Write other braces as code, in backticks.'

/** Reports the name of the reader in a text that is the same for everybody. */
export function forbidNames({ lines, html }: Pick<Checked, 'lines' | 'html'>): readonly Problem[] {
  if (lines.every((line = '') => markNames(line) === line) && markNamesInHtml(html) === html) return []
  return [error('unknown-value', 'A sponsor’s text cannot contain the name of the reader.', { fix: 'Remove it.' })]
}
