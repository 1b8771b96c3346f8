import { describe, expect, test } from 'vitest'
import { body, page, paragraph, second } from './archive-sample.ts'

const title = 'Old sorting office stays open'
const date = '2015-08-12T00:00:00.000Z'
const footer = 'Send us a correction about this article Send us a news tip'
const short = ['The vote was close.', 'Nobody had expected that.']

describe('header', () => {
  test.each([
    ['date on the masthead’s line', ['The Evening Post          Wednesday, August 12, 2015', title]],
    ['breadcrumbs', ['The Evening Sorter', 'News > Local', title, '12 August 2015']],
    ['labels', [`Title: ${title}\nDate: 12 August 2015`]],
    ['date in another language', ['The Evening Sorter', title, '12 août 2015']],
    ['no-break spaces', ['The\u00A0Evening Sorter', title, '12\u00A0August\u00A02015']],
  ])('%s', (_, header) => {
    expect(page(...header, paragraph, second)).toMatchObject({ title, date, authors: [], rules: [] })
    expect(page(...header, paragraph, second).html).toBe(`${body}<p>${second}</p>`)
  })

  test.each([
    'By ADA BYRON',
    'By Ada Byron (ada@gazette.example)',
    'By Ada Byron in Leeds',
    'By Ada Byron\nStaff Writer',
  ])('the byline "%s"', (byline) => {
    const read = page('The Evening Sorter', title, byline, '12 Aug 2015', paragraph)
    expect(read).toMatchObject({ title, date, html: body, authors: [expect.stringMatching(/^Ada Byron$/i)] })
  })

  test('a byline goes on where it breaks off', () => {
    const read = page(
      'The Evening Sorter',
      title,
      'By Ada Byron,\nGrace Hopper and Mary Shelley',
      '12 Aug 2015',
      paragraph,
    )
    expect(read).toMatchObject({ date, html: body, authors: ['Ada Byron', 'Grace Hopper', 'Mary Shelley'] })
  })

  test('a byline without a name is no text', () => {
    for (const byline of ['By our Asia correspondent', 'By a staff reporter', 'By Staff Writer']) {
      expect(page('The Evening Sorter', title, byline, '12 Aug 2015', paragraph)).toMatchObject({
        authors: [],
        html: body,
      })
    }
  })

  test('a name by itself below the title has written the text', () => {
    for (const header of [['The Evening Sorter', title], [title]]) {
      for (const dated of [['12 Aug 2015'], []]) {
        const read = page(...header, 'Ada Byron', ...dated, paragraph, second)
        expect(read).toMatchObject({ title, authors: ['Ada Byron'], html: `${body}<p>${second}</p>` })
      }
    }
    expect(page('Wired', 'Google Glass', '12 Aug 2015', paragraph)).toMatchObject({
      title: 'Google Glass',
      authors: [],
    })
  })

  test('a title may end with an abbreviation', () => {
    for (const named of ['Regulators say no to Alphabet Inc.', 'Letters to the U.S.', 'Post Office v. Bates and Co.'])
      expect(page('The Evening Sorter', named, '2015-08-12', paragraph)).toMatchObject({ title: named, html: body })
  })

  test('a month without a day is no text, and reported', () => {
    const read = page('The Evening Sorter', title, 'August 2015', paragraph)
    expect(read).toMatchObject({ title, date: undefined, html: body, rules: ['incomplete-date'] })
  })

  test('topics may stand among the credits, if they are labelled', () => {
    const read = page(`${title}\n12 August 2015\nAuthor: Ada Byron\nTags: stamps, rural post offices`, paragraph)
    expect(read).toMatchObject({ title, topics: ['stamps', 'rural post offices'], authors: ['Ada Byron'], html: body })
  })

  test('short paragraphs are no part of it', () => {
    expect(page('The Evening Sorter', title, '12 Aug 2015', ...short)).toMatchObject({
      title,
      html: `<p>${short[0]}</p><p>${short[1]}</p>`,
    })
  })
})

describe('footer', () => {
  test.each([
    'Home | About | Contact | Privacy',
    'Corrections · Tips · Share',
    'All content copyright 2015 The Evening Sorter',
    'Printed from https://gazette.example/2015/08/sorting-office',
    'Original article: http://www.gazette.example/?p=59',
    `${footer} Share on Facebook Tweet this Email this article to a friend Print this page Subscribe to our newsletter Follow us on Twitter`,
    'Related\n\n\nNight mail returns\nWho licks the stamps\n\n© 2015',
  ])('%s', (line) => {
    const read = page('T', '2015-08-12', paragraph, second, line)
    expect(read).toMatchObject({ topics: [], html: `${body}<p>${second}</p>` })
  })
})

describe('topics', () => {
  test.each([
    [
      'between two parts of a footer',
      ['Share this: Facebook Twitter', 'fog frost', 'Copyright 2015 The Evening Sorter'],
    ],
    [
      'below related links and sharing',
      ['Read more:\nNight mail returns\nWho licks the stamps?', 'Share this article', 'fog frost', '© 2015'],
    ],
    ['above related links', ['\nfog frost', 'Related articles:\nNight mail returns\nWho licks the stamps?', footer]],
    ['below related links, well set off', ['Related:\n- Night mail returns\n- The roof', `\nfog frost\n${footer}`]],
    ['below the footer, labelled', [footer, 'Tags: fog, frost']],
    ['labelled without a colon', ['Filed under fog, frost', footer]],
    ['labelled as related', [`Related topics: fog, frost\n${footer}`]],
    ['below their label', [`Topics\nfog frost\n${footer}`]],
    ['with a no-break space', [`\nfog\u00A0frost\n${footer}`]],
  ])('%s', (_, end) => {
    const read = page('T', '2015-08-12', paragraph, second, ...end)
    expect(read).toMatchObject({ topics: ['fog', 'frost'], html: `${body}<p>${second}</p>` })
  })
})

test('a sentence that begins like a label is text', () => {
  for (const sentence of ['Posted in Leeds, the letter took a week.', 'Filed in court, the suit names the bishop.']) {
    expect(page('T', '2015-08-12', paragraph, sentence)).toMatchObject({
      topics: [],
      html: `${body}<p>${sentence}</p>`,
    })
  }
})

describe('text', () => {
  test('a page that is set in as a whole has no quotations', () => {
    const lines = ['The Evening Sorter', title, '12 Aug 2015', paragraph, second].map((line) => `    ${line}`)
    expect(page(...lines).html).toBe(`${body}<p>${second}</p>`)
  })

  test('a paragraph may begin with an indent instead of an empty line', () => {
    const lines = '  The mail left at eight,\nas it had always done.\n  Nobody saw it go,\nsaid the porter.'
    expect(page('T', '2015-08-12', lines).html).toBe(
      '<p>The mail left at eight, as it had always done.</p><p>Nobody saw it go, said the porter.</p>',
    )
  })

  test('lists may have dashes', () => {
    expect(page('T', '2015-08-12', paragraph, '– a roof\n– a bell').html).toBe(
      `${body}<ul><li>a roof</li><li>a bell</li></ul>`,
    )
  })
})
