import { renderBody } from '../../../../core/html/render-body.ts'
import type { Problem } from '../../../../core/problem.ts'
import { accepted, parse } from '../sample.ts'

const upload = (markdown: string, fields: string) =>
  accepted('a.md', `---\ntitle: T\ndate: 2026-03-31\nsummary: S\n${fields}---\n${markdown}\n`)

/** Renders Markdown for each use. @param fields lines of front matter */
export function bodyOf(markdown: string, fields = '') {
  return renderBody(upload(markdown, fields).body, 'https://gazette.example/articles/t/')
}

/** Renders Markdown for feeds. */
export function feedOf(markdown: string, fields = ''): string {
  return bodyOf(markdown, fields).feed
}

/** Returns the problems of Markdown whose first line is line 6 of the upload. */
export function problemsOf(markdown: string): readonly Problem[] {
  return upload(`${markdown}\n\nText below it.`, '').problems
}

/** Returns the errors for which Markdown is rejected. */
export function rejectionsOf(markdown: string): readonly Problem[] {
  const { problems } = parse('a.md', `---\ntitle: T\ndate: 2026-03-31\nsummary: S\n---\n${markdown}\n`)
  return problems.filter(({ severity }) => severity === 'error')
}
