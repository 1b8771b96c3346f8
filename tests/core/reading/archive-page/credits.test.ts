import { expect, test } from 'vitest'
import { isPerson, readCredits } from '../../../../core/reading/archive-page/credits.ts'
import { publication } from '../sample.ts'
import { body, page, paragraph, second, title } from './archive-sample.ts'

const date = '2015-08-12T00:00:00.000Z'

test.each([
  ['By Ada Byron', ['Ada Byron']],
  ['by Ada Byron and Grace M. Hopper', ['Ada Byron', 'Grace M. Hopper']],
  ['By Ada Byron, Senior Correspondent', ['Ada Byron']],
  ['By Ludwig van Beethoven & Jean-Luc O’Neill', ['Ludwig van Beethoven', 'Jean-Luc O’Neill']],
])('the byline "%s" is read above, below or beside the date', (byline, authors) => {
  for (const credits of [
    [byline, '2015-08-12'],
    ['2015-08-12', byline],
    [`${byline} | 2015-08-12`],
    [`${byline}\n12 Aug 2015`],
  ]) {
    expect(page('The Evening Sorter', title, ...credits, paragraph)).toMatchObject({ title, authors, html: body })
  }
})

test.each([
  'By ADA BYRON',
  'By Ada Byron (ada@gazette.example)',
  'By Ada Byron in Leeds',
  'By Ada Byron\nStaff Writer',
])('the byline "%s" names one person', (byline) => {
  const result = page('The Evening Sorter', title, byline, '12 Aug 2015', paragraph)
  expect(result).toMatchObject({ title, date, html: body, authors: [expect.stringMatching(/^Ada Byron$/i)] })
})

test.each([
  'Posted on Wednesday, August 12th, 2015 by Ada Byron',
  'Ada Byron | 12 August 2015',
  'By Ada Byron, August 12, 2015',
  'By Ada Byron, Staff Writer, 12 August 2015',
  'Written by Ada Byron\nDate: 12 August 2015',
  'Author: Ada Byron · 3 min read · 2015-08-12',
])('"%s" has an author and a date', (credits) => {
  const result = page('The Evening Sorter', title, credits, paragraph)
  expect(result).toMatchObject({ title, authors: ['Ada Byron'], date, html: body })
})

test('a byline that ends in a comma or "and" continues on the next line', () => {
  const byline = 'By Ada Byron,\nGrace Hopper and Mary Shelley'
  const result = page('The Evening Sorter', title, byline, '12 Aug 2015', paragraph)
  expect(result).toMatchObject({ date, html: body, authors: ['Ada Byron', 'Grace Hopper', 'Mary Shelley'] })
})

test('a byline without a name is left out of the text', () => {
  for (const byline of ['By our Asia correspondent', 'By a staff reporter', 'By Staff Writer']) {
    const result = page('The Evening Sorter', title, byline, '12 Aug 2015', paragraph)
    expect(result).toMatchObject({ authors: [], html: body })
  }
})

test('a name alone below the title is the author', () => {
  for (const header of [['The Evening Sorter', title], [title]]) {
    for (const dated of [['12 Aug 2015'], []]) {
      const result = page(...header, 'Ada Byron', ...dated, paragraph, second)
      expect(result).toMatchObject({ title, authors: ['Ada Byron'], html: `${body}<p>${second}</p>` })
    }
  }
})

test('a byline may be in the language of the publication', () => {
  const german = { ...publication, language: 'de' }
  expect(readCredits('Von Ada Byron', german)).toEqual({ authors: ['Ada Byron'], dates: [] })
  expect(readCredits('Von Ada Byron', publication)).toBeUndefined()
})

test.each([
  ['Ada Byron', true],
  ['Grace M. Hopper', true],
  ['Ludwig van Beethoven', true],
  ['Ada', false],
  ['Letters by balloon', false],
])('%s looks like a person: %s', (text, answer) => {
  expect(isPerson(text)).toBe(answer)
})
