import type { Element } from 'hast'
import { expect, test } from 'vitest'
import { parseHtml } from '../../../../core/html/parse-html.ts'
import { elementsOf } from '../../../../core/html/tree.ts'
import { reportRemovals } from '../../../../core/reading/html/report-removals.ts'

function reported(kind: string, html: string, summary = ''): readonly string[] {
  const element = elementsOf(parseHtml(html)).find(({ tagName }) => tagName === 'div') as Element // each text has one
  return reportRemovals([{ kind, element }], summary).map(({ message }) => message)
}

const sentence = 'The night mail will run again from the first of March, on all lines.'

test('a part with more than a few words is quoted, with its kind', () => {
  expect(reported('comments', `<div>${sentence}</div>`)).toEqual([
    `Left out, because it looks like comments: "${sentence.slice(0, 60)}…"`,
  ])
})

test.each([
  ['labels', '<div>Read more</div>'],
  ['words of links and buttons', `<div><a href="/a">${sentence}</a><button>${sentence}</button></div>`],
  ['scripts', `<div><script>${sentence}</script></div>`],
])('%s are not reported', (_what, html) => {
  expect(reported('comments', html)).toEqual([])
})

test('each word of a reviewer is reported', () => {
  expect(reported('a comment of a reviewer', '<div>No!</div>')).toHaveLength(1)
  expect(reported('a comment of a reviewer', '<div> </div>')).toEqual([])
})

test('a text outside of the article that repeats the summary is not reported', () => {
  expect(reported('text outside of the article', `<div>${sentence}</div>`, sentence)).toEqual([])
  expect(reported('text outside of the article', `<div>${sentence}</div>`)).toHaveLength(1)
})
