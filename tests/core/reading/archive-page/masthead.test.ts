import { expect, test } from 'vitest'
import { body, page, paragraph, second, title } from './archive-sample.ts'

test.each([
  ['a masthead that publication.json names', ['The Postrider Gazette', title, '2015-08-12']],
  ['an unknown masthead', ['The Evening Sorter', title, '12 August 2015']],
  ['no masthead', [title, 'August 12, 2015']],
  ['a masthead directly above the title', [`The Postrider Gazette\n${title}`, '12.08.2015']],
  ['an unknown masthead directly above the title', [`The Stack Archive\n${title}`, '12.08.2015']],
  ['a masthead and a date above the title', ['The Postrider Gazette', '12 Aug 2015', title]],
  ['an unknown masthead and a date above the title', ['The Stack Archive', '12 Aug 2015', title]],
  ['a masthead with a motto', ['The Evening Gazette\nLate since 1871', title, '2015-08-12']],
  ['a section in capitals', ['The Evening Sorter', 'LOCAL NEWS', title, '2015-08-12']],
  ['a section of the vocabulary', ['The Evening Sorter', 'Postal history', title, '2015-08-12']],
  ['breadcrumbs', ['The Evening Sorter', 'News > Local', title, '12 August 2015']],
  ['a date on the masthead’s line', ['The Evening Post          Wednesday, August 12, 2015', title]],
  ['no-break spaces', ['The\u00A0Evening Sorter', title, '12\u00A0August\u00A02015']],
  ['no empty lines at all', [`The Postrider Gazette\n${title}\n12 Aug 2015`]],
])('the title is found below %s', (_, header) => {
  expect(page(...header, paragraph, second)).toMatchObject({
    title,
    date: '2015-08-12T00:00:00.000Z',
    rules: [],
    html: `${body}<p>${second}</p>`,
  })
})

test('a short title is not mistaken for a masthead', () => {
  expect(page('Wired', 'Google Glass', '12 Aug 2015', paragraph)).toMatchObject({ title: 'Google Glass', authors: [] })
})
