import { html } from 'hono/html'
import type { Problem } from '../../core/problem.ts'
import type { Html } from '../frame/page.ts'

/** Lines of a source that are shown. A longer one is shown around its problems. */
const mostLines = 400
/** Lines above and below a problem. */
const around = 3
/** Characters of a line that are shown. */
const longestLine = 2000

/** Renders the source of an article with numbered lines. Lines with problems are marked, and so are their columns. */
export function sourceLines(text: string, problems: readonly Problem[]): Html {
  const lines = text.split('\n')
  const byLine = Map.groupBy(problems, ({ line }) => line ?? 0)
  const isShown = (number: number) =>
    lines.length <= mostLines ||
    [...byLine.keys()].some((line) => Math.abs(line - number) <= around) ||
    number <= mostLines
  const shown = lines.map((line, at) => ({ line, number: at + 1 })).filter(({ number }) => isShown(number))
  return html`<ol class="source" tabindex="0" aria-label="Source">
${shown.map(({ line, number }) => sourceLine(line.slice(0, longestLine), number, byLine.get(number) ?? []))}</ol>
${shown.length < lines.length && html`<p class="meta">The file has ${lines.length.toLocaleString('en')} lines.</p>`}`
}

function sourceLine(line: string, number: number, problems: readonly Problem[]): Html {
  const severity = problems.some((each) => each.severity === 'error') ? 'error' : 'warning'
  const column = problems.find((each) => each.column !== undefined)?.column
  const content = column === undefined ? html`${line}` : markColumn(line, column)
  const isMarked = problems.length > 0
  return html`<li value="${number}" id="line-${number}"${isMarked && html` class="${severity}"`}><code>${content}</code>${
    isMarked && html`<span class="remark">${problems.map(({ message }) => html`<bdi>${message}</bdi> `)}</span>`
  }</li>\n`
}

/** Marks the character at a column, and the rest of its word. */
function markColumn(line: string, column: number): Html {
  const start = Math.min(Math.max(column - 1, 0), line.length)
  const marked = /^[\p{L}\p{M}\p{N}_-]+|^[\s\S]/u.exec(line.slice(start))?.[0] ?? ' '
  return html`${line.slice(0, start)}<mark>${marked}</mark>${line.slice(start + marked.length)}`
}
