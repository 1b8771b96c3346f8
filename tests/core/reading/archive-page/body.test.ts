import { toHtml } from 'hast-util-to-html'
import { expect, test } from 'vitest'
import { accepted } from '../sample.ts'
import { body, page, paragraph, second, title } from './archive-sample.ts'

test('markup is read as plain text', () => {
  const literal = 'He wrote <b>bold</b> & *stars* in # the margin of [the page](http://x.example), twice.'
  const parsed = accepted('a.txt', `A & B <i>\n\n2015-08-12\n\n${literal}\n\n# No heading\n\n<script>alert(1)</script>`)
  expect(parsed.manuscript.title).toBe('A & B <i>')
  expect(parsed.manuscript.summary).toBe(literal)
  expect(toHtml(parsed.body)).toContain('&#x3C;script>alert(1)')
  expect(parsed.body.children.every((node) => node.type === 'element' && node.tagName === 'p')).toBe(true)
})

test('wrapped lines form one paragraph, and each long line is its own paragraph', () => {
  const wrapped =
    'The night mail left at eight, as it had\nalways done, with three sacks and a parcel\nof eels for the bishop.'
  expect(page('T', '2015-08-12', wrapped).html).toBe(`<p>${wrapped.replaceAll('\n', ' ')}</p>`)
  const clauses = 'The night mail left at eight,\nas it had always done.'
  expect(page('T', '2015-08-12', clauses).html).toBe(`<p>${clauses.replace('\n', ' ')}</p>`)
  expect(page('T', '2015-08-12', paragraph, '---', second).html).toBe(`${body}<p>---</p><p>${second}</p>`)
  expect(page('T', '2015-08-12', `${paragraph}\n${second}`).html).toBe(`${body}<p>${second}</p>`)
})

test('a short line above a paragraph is a subheading', () => {
  expect(page('T', '2015-08-12', paragraph, 'What happens next', second).html).toBe(
    `${body}<h2 id="a-what-happens-next">What happens next</h2><p>${second}</p>`,
  )
  expect(page('T', '2015-08-12', paragraph, '“We never sleep”', second).html).toContain('<p>“We never sleep”</p>')
})

test('a list or quotation has at least two lines', () => {
  expect(page('T', '2015-08-12', 'They ask for:\n- a roof\n- a bell\n  that rings').html).toBe(
    '<p>They ask for:</p><ul><li>a roof</li><li>a bell that rings</li></ul>',
  )
  expect(page('T', '2015-08-12', paragraph, '1. a roof', '2. a bell').html).toBe(
    `${body}<ol><li>a roof</li><li>a bell</li></ol>`,
  )
  expect(page('T', '2015-08-12', paragraph, '1914. a roof\n1915. a bell').html).not.toContain('<ol>')
  expect(page('T', '2015-08-12', paragraph, '* a footnote').html).toContain('<p>* a footnote</p>')
  expect(page('T', '2015-08-12', paragraph, '> Dear sir,\n> I am well').html).toContain(
    '<blockquote><p>Dear sir, I am well</p>',
  )
  expect(page('T', '2015-08-12', paragraph, '    Dear sir, I am well', second).html).toContain('<blockquote>')
})

test('on a page that is indented as a whole, the indentation does not make quotations', () => {
  const lines = ['The Evening Sorter', title, '12 Aug 2015', paragraph, second].map((line) => `    ${line}`)
  expect(page(...lines).html).toBe(`${body}<p>${second}</p>`)
})

test('an indented first line begins a paragraph without an empty line', () => {
  const lines = '  The mail left at eight,\nas it had always done.\n  Nobody saw it go,\nsaid the porter.'
  expect(page('T', '2015-08-12', lines).html).toBe(
    '<p>The mail left at eight, as it had always done.</p><p>Nobody saw it go, said the porter.</p>',
  )
})

test('list items may begin with dashes', () => {
  expect(page('T', '2015-08-12', paragraph, '– a roof\n– a bell').html).toBe(
    `${body}<ul><li>a roof</li><li>a bell</li></ul>`,
  )
})
