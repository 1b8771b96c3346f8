import { expect, test } from 'vitest'
import { accepted, parse, rules } from '../sample.ts'
import { body, page, paragraph, second, title } from './archive-sample.ts'

const date = '2015-08-12T00:00:00.000Z'

test.each([
  ['a title over two lines', ['The Evening Sorter', 'Old sorting office\nstays open', 'Wed 12 Aug 2015']],
  ['a title over two lines without a masthead', ['Old sorting office\nstays open', 'Wed 12 Aug 2015']],
  ['a title over two lines with an empty one between', ['Old sorting office', 'stays open', 'Wed 12 Aug 2015']],
  ['a date above the title', ['Wednesday, 12 August 2015', title]],
  ['a label before the date', ['The Evening Sorter', title, 'Published on: 12 August 2015']],
  ['labels before title and date', [`Title: ${title}\nDate: 12 August 2015`]],
  ['rules drawn below', ['The Evening Sorter\n==================', `${title}\n---`, '2015-08-12\n* * *']],
  ['a place before the date', ['The Evening Sorter', title, 'LEEDS, 12 August 2015']],
  ['a short year', ['The Evening Sorter', title, 'Wed 12/08/15']],
  ['a date in Chinese characters', ['The Evening Sorter', title, '2015年8月12日']],
  ['a date in another language', ['The Evening Sorter', title, '12 août 2015']],
])('a header with %s is read', (_, header) => {
  expect(page(...header, paragraph, second)).toMatchObject({
    ...{ title, date, authors: [], rules: [] },
    html: `${body}<p>${second}</p>`,
  })
})

test('a title may contain a date or a dash', () => {
  for (const named of ['Town Council Minutes, 12 August 2015', 'Summer Fete – 12 August 2015', 'The Post, 2015'])
    expect(page(named, '2015-08-12', paragraph)).toMatchObject({ title: named, authors: [] })
})

test('a title may begin with "By"', () => {
  const named = 'By air mail to the Arctic'
  expect(page('The Evening Sorter', named, '2015-08-12', paragraph)).toMatchObject({ title: named, authors: [] })
})

test('a title may end with an abbreviation', () => {
  for (const named of ['Regulators say no to Alphabet Inc.', 'Letters to the U.S.', 'Post Office v. Bates and Co.'])
    expect(page('The Evening Sorter', named, '2015-08-12', paragraph)).toMatchObject({ title: named, html: body })
})

test.each([
  ['with a masthead', ['The Evening Sorter', title]],
  ['with the known masthead', ['The Postrider Gazette', title]],
  ['without a masthead', [title]],
  ['with a byline', ['The Evening Sorter', title, 'By Ada Byron']],
])('an article without a date has none, and a warning: %s', (_, header) => {
  const result = page(...header, paragraph, second)
  expect(result).toMatchObject({ title, date: undefined, rules: ['missing-date'], html: `${body}<p>${second}</p>` })
})

test('a wrong weekday is reported, and the day is used', () => {
  const parsed = accepted('a.txt', `T\n\nFri 12 Aug 2015\n\n${paragraph}`)
  expect(parsed.manuscript.date).toBe(date)
  expect(parsed.problems).toMatchObject([{ rule: 'wrong-weekday', severity: 'warning', line: 3 }])
})

test('an impossible day is reported and does not become another day', () => {
  const result = page('The Evening Sorter', title, '31 Feb 2015', paragraph)
  expect(result).toMatchObject({ title, date: undefined, rules: ['impossible-date'], html: body })
})

test('a month without a day is reported and left out of the text', () => {
  const result = page('The Evening Sorter', title, 'August 2015', paragraph)
  expect(result).toMatchObject({ title, date: undefined, html: body, rules: ['incomplete-date'] })
})

test('a standfirst between title and date becomes the start of the text', () => {
  const result = page('The Evening Sorter', title, 'The roof must wait, and so must the bats.', '2015-08-12', paragraph)
  expect(result).toMatchObject({ title, html: `<p>The roof must wait, and so must the bats.</p>${body}` })
})

test('labelled topics may be among the credits', () => {
  const result = page(`${title}\n12 August 2015\nAuthor: Ada Byron\nTags: stamps, rural post offices`, paragraph)
  expect(result).toMatchObject({ title, topics: ['stamps', 'rural post offices'], authors: ['Ada Byron'], html: body })
})

test('a short note keeps its text', () => {
  expect(page('Hello', 'World.')).toMatchObject({ title: 'Hello', html: '<p>World.</p>' })
  expect(page('Hello\nWorld is here.')).toMatchObject({ title: 'Hello', html: '<p>World is here.</p>' })
})

test('short paragraphs are not part of the header', () => {
  const result = page('The Evening Sorter', title, '12 Aug 2015', 'The vote was close.', 'It rained.')
  expect(result).toMatchObject({ title, html: '<p>The vote was close.</p><p>It rained.</p>' })
})

test('a page that begins with a paragraph has no title', () => {
  expect(rules(parse('a.txt', `${paragraph}\n\n${second}`))).toContain('missing-title')
})

const long = `A title that names the harbour, the lamps, ${'the road, the clerk, the bell, the tide, '.repeat(5)}and the mail`

test.each([
  ['with a masthead', ['The Evening Sorter', long]],
  ['without a masthead', [long]],
  ['over three lines', [long.slice(0, 80).trim(), long.slice(80, 160).trim(), long.slice(160).trim()].join('\n')],
  ['with a question mark', [`${long.slice(0, 180).trim()}?`]],
])('a title as long as a paragraph is read %s', (_, header) => {
  const lines = [header].flat()
  const read = page(...lines, 'By Ada Byron', 'Wed 12 Aug 2015', paragraph)
  expect(read).toMatchObject({ date, authors: ['Ada Byron'], rules: ['long-title'], html: body })
  expect(read.title).toBe(lines.at(-1)?.replaceAll('\n', ' '))
})

test('a first paragraph of several sentences is not a title', () => {
  expect(
    parse('a.txt', `${'It goes on and on about the mail. '.repeat(8)}\n\nWed 12 Aug 2015\n\nMore.\n`).accepted,
  ).toBe(false)
})
