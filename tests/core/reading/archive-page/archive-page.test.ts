import { readFileSync } from 'node:fs'
import { toHtml } from 'hast-util-to-html'
import { describe, expect, test } from 'vitest'
import { accepted, parse, rules } from '../sample.ts'
import { body, page, paragraph, second } from './archive-sample.ts'

test('the real page gives its title, date, topics and summary, and neither masthead, topics nor footer in the text', () => {
  const { manuscript, body, problems } = accepted(
    'a.txt',
    readFileSync('tests/golden/articles/000_59a2e2ba5e40b1e1.txt'),
  )
  expect(manuscript.title).toBe('U.S. tech groups press Obama on Chinese cybersecurity')
  expect(manuscript.date).toBe('2015-08-12T00:00:00.000Z')
  expect(manuscript.topics.map(({ name }) => name)).toEqual(['Asia', 'China', 'news', 'security'])
  expect(manuscript.summary).toMatch(
    /^A collection of U\.S\. business .* reason with Beijing on technology .* to the States\.$/,
  )
  expect(toHtml(body)).not.toMatch(/Stack Archive|news security|Send us|Wed 12/)
  expect(body.children).toHaveLength(10)
  expect(problems).toEqual([])
})

describe('header', () => {
  const title = 'Old sorting office stays open'
  test.each([
    ['a masthead that publication.json names', ['The Postrider Gazette', title, '2015-08-12']],
    ['a masthead that nobody named', ['The Evening Sorter', title, '12 August 2015']],
    ['no masthead', [title, 'August 12, 2015']],
    ['a masthead directly above the title', ['The Postrider Gazette\nOld sorting office stays open', '12.08.2015']],
    [
      'an unknown masthead directly above the title',
      ['The Stack Archive\nOld sorting office stays open', '12.08.2015'],
    ],
    ['a title over two lines', ['The Evening Sorter', 'Old sorting office\nstays open', 'Wed 12 Aug 2015']],
    ['a title over two lines without masthead', ['Old sorting office\nstays open', 'Wed 12 Aug 2015']],
    ['a title over two lines with an empty one between', ['Old sorting office', 'stays open', 'Wed 12 Aug 2015']],
    ['a date above the title', ['Wednesday, 12 August 2015', title]],
    ['a masthead and a date above the title', ['The Postrider Gazette', '12 Aug 2015', title]],
    ['an unknown masthead and a date above the title', ['The Stack Archive', '12 Aug 2015', title]],
    ['a label before the date', ['The Evening Sorter', title, 'Published on: 12 August 2015']],
    ['rules drawn below', ['The Evening Sorter\n==================', `${title}\n---`, '2015-08-12\n* * *']],
    ['a masthead with a motto', ['The Evening Gazette\nLate since 1871', title, '2015-08-12']],
    ['a section in capitals', ['The Evening Sorter', 'LOCAL NEWS', title, '2015-08-12']],
    ['a section of the vocabulary', ['The Evening Sorter', 'Postal history', title, '2015-08-12']],
    ['a place before the date', ['The Evening Sorter', title, 'LEEDS, 12 August 2015']],
    ['a short year', ['The Evening Sorter', title, 'Wed 12/08/15']],
    ['a date in signs', ['The Evening Sorter', title, '2015年8月12日']],
    ['no empty lines at all', [`The Postrider Gazette\n${title}\n12 Aug 2015`]],
  ])('%s', (_, header) => {
    expect(page(...header, paragraph, second)).toMatchObject({ title, date: '2015-08-12T00:00:00.000Z', rules: [] })
    expect(page(...header, paragraph, second).html).toBe(`${body}<p>${second}</p>`)
  })

  test.each([
    ['By Ada Byron', ['Ada Byron']],
    ['by Ada Byron and Grace M. Hopper', ['Ada Byron', 'Grace M. Hopper']],
    ['By Ada Byron, Senior Correspondent', ['Ada Byron']],
    ['By Ludwig van Beethoven & Jean-Luc O’Neill', ['Ludwig van Beethoven', 'Jean-Luc O’Neill']],
  ])('the byline "%s", above or below the date or beside it', (byline, authors) => {
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
    ['Posted on Wednesday, August 12th, 2015 by Ada Byron'],
    ['Ada Byron | 12 August 2015'],
    ['Written by Ada Byron\nDate: 12 August 2015'],
    ['Author: Ada Byron · 3 min read · 2015-08-12'],
  ])('author and date in "%s"', (credits) => {
    const read = page('The Evening Sorter', title, credits, paragraph)
    expect(read).toMatchObject({ title, authors: ['Ada Byron'], date: '2015-08-12T00:00:00.000Z', html: body })
  })

  test('a title with a date or a dash in it is a title', () => {
    for (const named of ['Town Council Minutes, 12 August 2015', 'Summer Fete – 12 August 2015', 'The Post, 2015'])
      expect(page(named, '2015-08-12', paragraph)).toMatchObject({ title: named, authors: [] })
  })

  test('a title that begins with "By" is a title', () => {
    expect(page('The Evening Sorter', 'By air mail to the Arctic', '2015-08-12', paragraph)).toMatchObject({
      title: 'By air mail to the Arctic',
      authors: [],
    })
  })

  test.each([
    ['with a masthead', ['The Evening Sorter', title]],
    ['with the known masthead', ['The Postrider Gazette', title]],
    ['without a masthead', [title]],
    ['with a byline', ['The Evening Sorter', title, 'By Ada Byron']],
  ])('without a date the article waits for that of its upload, with a warning: %s', (_, header) => {
    const read = page(...header, paragraph, second)
    expect(read).toMatchObject({ title, date: undefined, rules: ['missing-date'], html: `${body}<p>${second}</p>` })
  })

  test('a wrong weekday is reported and the day holds', () => {
    const parsed = accepted('a.txt', `T\n\nFri 12 Aug 2015\n\n${paragraph}`)
    expect(parsed.manuscript.date).toBe('2015-08-12T00:00:00.000Z')
    expect(parsed.problems).toMatchObject([{ rule: 'wrong-weekday', severity: 'warning', line: 3 }])
  })

  test('an impossible day is reported and does not become another day', () => {
    const read = page('The Evening Sorter', title, '31 Feb 2015', paragraph)
    expect(read).toMatchObject({ title, date: undefined, rules: ['impossible-date'], html: body })
  })

  test('a standfirst between title and date opens the text', () => {
    const read = page('The Evening Sorter', title, 'The roof must wait, and so must the bats.', '2015-08-12', paragraph)
    expect(read).toMatchObject({ title, html: `<p>The roof must wait, and so must the bats.</p>${body}` })
  })

  test('a short note keeps its text', () => {
    expect(page('Hello', 'World.')).toMatchObject({ title: 'Hello', html: '<p>World.</p>' })
    expect(page('Hello\nWorld is here.')).toMatchObject({ title: 'Hello', html: '<p>World is here.</p>' })
  })

  test('a page that begins with a paragraph has no title', () => {
    expect(rules(parse('a.txt', `${paragraph}\n\n${second}`))).toContain('missing-title')
  })
})

describe('footer', () => {
  test.each([
    'Send us a correction about this article Send us a news tip',
    'Submit a correction',
    'Spotted an error? Let us know.',
    'Corrections: desk@gazette.example',
    'Got a story? Tell us.',
    'Share this article on Facebook',
    'Share  Tweet  Email  Print',
    'Follow us on Mastodon',
    '© 2015 The Evening Sorter. All rights reserved.',
    'Copyright 2015 The Evening Sorter',
    'Terms of use | Privacy policy',
    'Related: Night mail returns to the north',
    'Related articles\nNight mail returns to the north\nWho licks the stamps?',
    'See also:\n\n- Night mail returns to the north\n- https://gazette.example/stamps',
    '\nWrite to our editors about this page',
    'Something wrong with this story? Tell the desk.',
    'To report an error, write to desk@gazette.example.',
    'Share this:\nTwitter\nFacebook',
    'More in Technology:\nMinisters meet\nThe rules explained',
    'Most read\n1. Night mail returns\n2. Who licks the stamps?',
    'Get our newsletter\nFollow @sorter\n12 comments',
    '--------\nSend us a news tip',
    '© 2015\n\nShare this page\n\nSend us a correction',
  ])('%s', (footer) => {
    const read = page('T', '2015-08-12', paragraph, second, footer)
    expect(read.html).toBe(`${body}<p>${second}</p>`)
    expect(read.topics).toEqual([])
  })

  test('a call to the reader that nobody knew is told by being set off from the text', () => {
    const read = page('T', '2015-08-12', paragraph, second, '\nAsia security\nWrite to our editors about this page')
    expect(read).toMatchObject({ html: `${body}<p>${second}</p>`, topics: ['Asia', 'security'] })
  })

  test.each([
    'Share prices of the carrier fell by two per cent on the news.',
    'Send us a correction, the note on the door said.',
    'Related costs rose by four per cent.',
    'The copyright was the subject of the second panel.',
  ])('the last sentence "%s" is text', (sentence) => {
    expect(page('T', '2015-08-12', paragraph, sentence).html).toBe(`${body}<p>${sentence}</p>`)
  })

  test('a line like a footer within the text is text', () => {
    const read = page('T', '2015-08-12', paragraph, 'Send us a correction about this article', second, '© 2015 T')
    expect(read.html).toContain('Send us a correction about this article')
    expect(read.html).not.toContain('©')
  })

  test('a page that is nothing but a footer keeps it', () => {
    expect(page('T', '2015-08-12', 'Send us a news tip').html).toBe('<p>Send us a news tip</p>')
  })
})

describe('topics', () => {
  const footer = 'Send us a correction'
  test.each([
    ['Asia China news security', ['Asia', 'China', 'news', 'security']],
    ['asia data centres China', ['Asia', 'data centres', 'China']],
    ['Asia, data centres, rural post offices', ['Asia', 'data centres', 'rural post offices']],
    ['Asia China\nnews security', ['Asia', 'China', 'news', 'security']],
    ['Asia, data centres,\nnews, security', ['Asia', 'data centres', 'news', 'security']],
    ['Tags: stamps, rural post offices', ['stamps', 'rural post offices']],
    ['Topics: Asia security', ['Asia', 'security']],
    ['Postal History | Maps', ['postal history', 'Maps']],
    ['#stamps #maps', ['stamps', 'maps']],
    ['Security', ['security']],
    ['----\nAsia security', ['Asia', 'security']],
  ])('%s', (line, topics) => {
    for (const gap of ['\n', '\n\n']) {
      const read = page('T', '2015-08-12', paragraph, second, `\n${line}${gap}${footer}`)
      expect(read).toMatchObject({ topics, html: `${body}<p>${second}</p>` })
    }
  })

  test('a page without any empty lines has its topics in one line', () => {
    const read = page(`T\n2015-08-12\n${paragraph}\n${second}\nAsia stamps\n${footer}`)
    expect(read).toMatchObject({ topics: ['Asia', 'stamps'], html: `${body}<p>${second}</p>` })
  })

  test('topics may stand below the related links', () => {
    const read = page('T', '2015-08-12', paragraph, 'Related articles', 'Night mail returns', 'Asia security', footer)
    expect(read).toMatchObject({ topics: ['Asia', 'security'], html: body })
  })

  test('without a footer only words of the vocabulary, a label or a wider gap make topics', () => {
    expect(page('T', '2015-08-12', paragraph, 'Asia security').topics).toEqual(['Asia', 'security'])
    expect(page('T', '2015-08-12', paragraph, '\nstamps maps').topics).toEqual(['stamps', 'maps'])
    expect(page('T', '2015-08-12', paragraph, 'stamps maps')).toMatchObject({
      topics: [],
      html: `${body}<p>stamps maps</p>`,
    })
  })

  test.each(['More to follow', 'ENDS', 'Reporting by Ada Byron', 'It rained.', '- a last item'])(
    'the line "%s" above the footer is text',
    (line) => {
      const read = page('T', '2015-08-12', paragraph, line, footer)
      expect(read).toMatchObject({ topics: [], html: `${body}<p>${line}</p>` })
    },
  )
})

describe('text', () => {
  test('markup in the text is text', () => {
    const literal = 'He wrote <b>bold</b> & *stars* in # the margin of [the page](http://x.example), twice.'
    const parsed = accepted(
      'a.txt',
      `A & B <i>\n\n2015-08-12\n\n${literal}\n\n# No heading\n\n<script>alert(1)</script>`,
    )
    expect(parsed.manuscript.title).toBe('A & B <i>')
    expect(parsed.manuscript.summary).toBe(literal)
    expect(toHtml(parsed.body)).toContain('&#x3C;script>alert(1)')
    expect(parsed.body.children.every((node) => node.type === 'element' && node.tagName === 'p')).toBe(true)
  })

  test('wrapped lines are one paragraph, long lines are one each', () => {
    const wrapped =
      'The night mail left at eight, as it had\nalways done, with three sacks and a parcel\nof eels for the bishop.'
    expect(page('T', '2015-08-12', wrapped).html).toBe(`<p>${wrapped.replaceAll('\n', ' ')}</p>`)
    const clauses = 'The night mail left at eight,\nas it had always done.'
    expect(page('T', '2015-08-12', clauses).html).toBe(`<p>${clauses.replace('\n', ' ')}</p>`)
    expect(page('T', '2015-08-12', paragraph, '---', second).html).toBe(`${body}<p>---</p><p>${second}</p>`)
    expect(page('T', '2015-08-12', `${paragraph}\n${second}`).html).toBe(`${body}<p>${second}</p>`)
  })

  test('a short line above a paragraph is a sub-heading', () => {
    expect(page('T', '2015-08-12', paragraph, 'What happens next', second).html).toBe(
      `${body}<h2>What happens next</h2><p>${second}</p>`,
    )
    expect(page('T', '2015-08-12', paragraph, '“We never sleep”', second).html).toContain('<p>“We never sleep”</p>')
  })

  test('lists and quotes need two lines', () => {
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
})
