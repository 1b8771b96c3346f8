import { expect, test } from 'vitest'
import { body, page, paragraph, second } from './archive-sample.ts'

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
])('the line "%s" has topics', (line, topics) => {
  for (const gap of ['\n', '\n\n']) {
    const result = page('T', '2015-08-12', paragraph, second, `\n${line}${gap}${footer}`)
    expect(result).toMatchObject({ topics, html: `${body}<p>${second}</p>` })
  }
})

test('on a page without empty lines, topics are in the last line', () => {
  const result = page(`T\n2015-08-12\n${paragraph}\n${second}\nAsia stamps\n${footer}`)
  expect(result).toMatchObject({ topics: ['Asia', 'stamps'], html: `${body}<p>${second}</p>` })
})

test('topics may be below related links', () => {
  const result = page('T', '2015-08-12', paragraph, 'Related articles', 'Night mail returns', 'Asia security', footer)
  expect(result).toMatchObject({ topics: ['Asia', 'security'], html: body })
})

test('without a footer, topics are recognized by the vocabulary, a label or a wider gap', () => {
  expect(page('T', '2015-08-12', paragraph, 'Asia security').topics).toEqual(['Asia', 'security'])
  expect(page('T', '2015-08-12', paragraph, '\nstamps maps').topics).toEqual(['stamps', 'maps'])
  expect(page('T', '2015-08-12', paragraph, 'stamps maps')).toMatchObject({
    topics: [],
    html: `${body}<p>stamps maps</p>`,
  })
})

test.each(['More to follow', 'ENDS', 'Reporting by Ada Byron', 'It rained.', '- a last item'])(
  'the line "%s" above the footer is part of the text',
  (line) => {
    const result = page('T', '2015-08-12', paragraph, line, footer)
    expect(result).toMatchObject({ topics: [], html: `${body}<p>${line}</p>` })
  },
)

test.each([
  ['between two parts of a footer', ['Share this: Facebook Twitter', 'fog frost', 'Copyright 2015 The Evening Sorter']],
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
])('topics are found %s', (_, end) => {
  const result = page('T', '2015-08-12', paragraph, second, ...end)
  expect(result).toMatchObject({ topics: ['fog', 'frost'], html: `${body}<p>${second}</p>` })
})

test('a sentence that begins like a label is part of the text', () => {
  for (const sentence of ['Posted in Leeds, the letter took a week.', 'Filed in court, the suit names the bishop.']) {
    expect(page('T', '2015-08-12', paragraph, sentence)).toMatchObject({
      topics: [],
      html: `${body}<p>${sentence}</p>`,
    })
  }
})
