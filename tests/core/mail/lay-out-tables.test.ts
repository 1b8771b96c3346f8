import fc from 'fast-check'
import { expect, test } from 'vitest'
import { toPlainText } from '../../../core/html/plain-text.ts'
import { columnWidth } from '../../../core/mail/column-width.ts'
import { layOutTables } from '../../../core/mail/lay-out-tables.ts'

const table = (...rows: readonly (readonly string[])[]) =>
  `<table>${rows.map((cells, n) => `<tr>${cells.map((cell) => (n === 0 ? `<th>${cell}</th>` : `<td>${cell}</td>`)).join('')}</tr>`).join('')}</table>`
const layOut = (html: string) => layOutTables(toPlainText(html), (text) => text)

test('columns are as wide as their widest cell', () => {
  expect(layOut(table(['Town', 'Bags', 'Fare'], ['Obertal', '3', '£1 8s']))).toBe(
    'Town      Bags   Fare\nObertal   3      £1 8s',
  )
})

test('columns of wide characters, signs and emoji are aligned in a monospaced font', () => {
  const lines = layOut(
    table(['町', 'x'], ['東京', 'x'], ['서울', 'x'], ['Cafe\u0301', 'x'], ['✉️', 'x'], ['Ｂａｔｈ', 'x']),
  ).split('\n')
  expect(lines.map((line) => columnWidth(line.slice(0, line.indexOf('x'))))).toEqual(lines.map(() => 11))
})

test('a table that is too wide has a line for each cell, after the heading of its column', () => {
  const long = 'The coach leaves the Castle Inn at six in the morning and changes horses twice'
  expect(layOut(table(['Day', 'What happens'], ['Monday', long], ['', long], ['Friday', '']))).toBe(
    [
      'Day: Monday',
      'What happens: The coach leaves the Castle Inn at six in the morning',
      '  and changes horses twice',
      '',
      'What happens: The coach leaves the Castle Inn at six in the morning',
      '  and changes horses twice',
      '',
      'Day: Friday',
    ].join('\n'),
  )
})

test('a wide table without headings has its cells on lines of their own', () => {
  const [a, b] = ['left '.repeat(10).trim(), 'right '.repeat(10).trim()]
  expect(layOut(`<table><tr><td>${a}<td>${b}</tr><tr><td>${a}<td>${b}</tr></table>`)).toBe(`${a}\n${b}\n\n${a}\n${b}`)
})

test('a table in Arabic is laid out in columns unless it also has Latin words', () => {
  expect(layOut(table(['المدينة', 'الأجرة'], ['لندن', '12']))).toBe('المدينة   الأجرة\nلندن      12')
  expect(layOut(table(['المدينة', 'الأجرة'], ['London', '12']))).toBe('المدينة: London\nالأجرة: 12')
})

test('tables in quotations and lists keep their marks', () => {
  expect(layOut(`<blockquote>${table(['a', 'b'], ['cc', 'd'])}</blockquote>`)).toBe('> a    b\n> cc   d')
  expect(layOut(`<ul><li>${table(['a', 'b'], ['cc', 'd'])}</li></ul>`)).toBe('- a    b\n  cc   d')
  const long = 'word '.repeat(20).trim()
  const lines = layOut(`<blockquote>${table(['a', 'b'], ['c', long])}</blockquote>`).split('\n')
  expect(lines[0]).toBe('> a: c')
  expect(lines.every((line) => line.startsWith('> ') && line.length <= 72)).toBe(true)
})

test('text around tables is wrapped, tables are not', () => {
  const text = layOutTables(toPlainText(`<p>before</p>${table(['a', 'b'], ['c', 'd'])}<p>after</p>`), (each) =>
    each.toUpperCase(),
  )
  expect(text).toBe('BEFORE\n\na   b\nc   d\n\nAFTER')
})

test('every word of every table is in the text, on lines that fit unless a word is longer', () => {
  const cell = fc.array(fc.constantFrom('mail', '京', 'بريد', '[12]', '🚄', '1841', '-'), { maxLength: 12 })
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1, maxLength: 5 }), (rows) => {
      const text = layOut(table(...rows.map((cells) => cells.map((words) => words.join(' ')))))
      const words = (each: string) => each.match(/mail|京|بريد|\[12\]|🚄|1841/g)?.length ?? 0
      expect(words(text)).toBeGreaterThanOrEqual(words(rows.flat(2).join(' ')))
      expect(Math.max(...text.split('\n').map(columnWidth))).toBeLessThanOrEqual(80)
      expect(text).not.toContain('\t')
    }),
    { numRuns: 200 },
  )
})
