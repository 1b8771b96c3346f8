import { describe, expect, test } from 'vitest'
import { renderBody } from '../../../../core/html/render-body.ts'
import { accepted, parse, rules } from '../sample.ts'

const front = (yaml: string, text = 'Some text.') => `---\n${yaml}\n---\n\n${text}\n`
const feed = (text: string) =>
  renderBody(accepted('a.md', front('title: T', text)).body, 'https://gazette.example/articles/t/').feed

describe('front matter', () => {
  test('every field has its meaning, and its older names too', () => {
    const yaml = `title: "Letters: a history"
date: 2026-03-31 09:30
updated: 2026-04-01
author: Ada Byron <ada@example.org>
description: What they cost.
tags: [asia, Data Centres, maps]
language: ar_EG
image: { url: cover.jpg, alt: A letter }
draft: yes
slug: Letters!`
    expect(accepted('a.md', front(yaml))).toMatchObject({
      manuscript: {
        title: 'Letters: a history',
        date: '2026-03-31T09:30:00.000Z',
        updated: '2026-04-01T00:00:00.000Z',
        authors: [{ slug: 'ada-byron', name: 'Ada Byron' }],
        summary: 'What they cost.',
        topics: [{ name: 'Asia' }, { name: 'data centres' }, { name: 'maps' }],
        language: 'ar-EG',
        direction: 'rtl',
        image: { url: 'cover.jpg', alt: 'A letter' },
        draft: true,
        slug: 'Letters!',
      },
      problems: [],
    })
  })

  test('values stay as they are written', () => {
    expect(accepted('a.md', front('title: no\ntags: 012, 1e3, null')).manuscript).toMatchObject({
      title: 'no',
      topics: [{ name: '012' }, { name: '1e3' }, { name: 'null' }],
    })
  })

  test('an unknown field is warned of, with the one that was probably meant', () => {
    expect(parse('a.md', front('title: T\nsumary: x\ndate: 2026-01-01\nweight: 3')).problems).toMatchObject([
      { rule: 'unknown-field', line: 3, column: 1, fix: 'Did you mean "summary"?' },
      { rule: 'unknown-field', line: 5, fix: expect.stringContaining('Known fields: title, date') },
      { rule: 'missing-summary' },
    ])
  })

  test.each([
    ['title: Letters: a history', 'invalid-front-matter', 2, 8, /double quotes/],
    ['date: 2026-01-01\ntitle: "open', 'invalid-front-matter', 3, undefined, /Close the quotation mark/],
    ['title: T\ntitle: U', 'invalid-front-matter', 3, 1, /only one/],
    ['\ttitle: T', 'invalid-front-matter', 2, 1, /tab/],
    ['- T', 'invalid-front-matter', 2, undefined, /title: "A title"/],
    ['title: &a T\nsummary: *a', 'invalid-front-matter', 3, 1, /aliases/],
    ['title: T\ndate: 2026-02-31', 'invalid-date', 3, 1, /2026-03-31/],
    ['title: T\ndate: soon', 'invalid-date', 3, 1, /2026-03-31/],
    ['title: T\ndraft: maybe', 'invalid-draft', 3, 1, /true or false/],
    ['title: T\nstatus: retrcated', 'invalid-status', 3, 1, /Did you mean "retracted"/],
    ['title: { a: { b: c } }', 'invalid-front-matter', 2, 1, /plain values/],
  ])('%j is rejected with line, column and what to do', (yaml, rule, line, column, fix) => {
    const parsed = parse('a.md', front(yaml))
    expect(parsed.accepted).toBe(false)
    const problem = parsed.problems.find((found) => found.severity === 'error')
    expect(problem).toMatchObject({ rule, line, fix: expect.stringMatching(fix) })
    if (column !== undefined) expect(problem?.column).toBe(column)
  })

  test('authors may be a list of names with more about each, and what means nothing here may be nested', () => {
    const parsed = accepted(
      'a.md',
      front('title: T\nauthors:\n  - name: Ada\n    url: x\n  - Grace\nbuild: { list: [a, b] }'),
    )
    expect(parsed.manuscript.authors.map(({ name }) => name)).toEqual(['Ada', 'Grace'])
    expect(rules(parsed)).toContain('unknown-field')
  })

  test('a canonical address is kept if it is one of the web', () => {
    const canonical = (address: string) => parse('a.md', front(`title: T\ncanonical: ${address}`))
    expect(canonical('https://x.example/a')).toMatchObject({ manuscript: { canonical: 'https://x.example/a' } })
    for (const address of ['javascript:alert(1)', '/a', '"https://["'])
      expect(rules(canonical(address))).toContain('invalid-canonical')
  })

  test('a status puts a notice above the text, in the language of the article', () => {
    const read = (yaml: string) => {
      const { manuscript, body } = accepted('a.md', front(`title: T\n${yaml}`))
      return { ...manuscript, html: renderBody(body, 'https://x.example/').feed }
    }
    const retracted = read('status: retracted\nnotice: The <b>letter</b> was forged.')
    expect(retracted.html).toMatch(/^<p><strong>Retracted.<\/strong> The &#x3C;b>letter&#x3C;\/b> was forged.<\/p>/)
    expect(retracted).toMatchObject({
      status: 'retracted',
      summary: expect.stringMatching(/^Retracted. The <b>.* Some text.$/),
    })
    const corrected = read('lang: de\nstatus: corrected')
    expect(corrected).toMatchObject({ status: 'corrected', summary: 'Some text.' })
    expect(corrected.html).toMatch(/^<p><strong>Berichtigt.<\/strong><\/p>/)
    expect(read('correction: It was Tuesday.').status).toBe('corrected')
    expect(read('status: draft')).toMatchObject({ draft: true, html: '<p>Some text.</p>\n' })
  })

  test.each(['---js\n{}\n---\n', '---json\n{"title":"T"}\n---\n', '+++\ntitle = "T"\n+++\n'])(
    'no other language is read, least of all run: %j',
    (text) => {
      expect(rules(parse('a.md', `${text}\nText`))).toContain('unsupported-front-matter')
    },
  )

  test('front matter that is never closed is told from a rule', () => {
    expect(rules(parse('a.md', '---\ntitle: T\n\nText'))).toContain('unclosed-front-matter')
    expect(accepted('a.md', '---\n\n# T\n\nText').manuscript.title).toBe('T')
  })
})

describe('title', () => {
  test('is the first heading where front matter has none, and goes from the text', () => {
    const parsed = accepted('a.md', 'Before.\n\n# A *great*\ttitle\n\nText\n\n# Another')
    expect(parsed.manuscript.title).toBe('A great title')
    expect(renderBody(parsed.body, 'https://x.example/').feed).toBe('<p>Before.</p>\n\n<p>Text</p>\n<h2>Another</h2>\n')
  })
  test('is not repeated by the first heading', () => {
    expect(feed('# T\n\nText')).not.toContain('<h')
    expect(feed('# U\n\nText')).toContain('<h2>U</h2>')
  })
  test('has to be there', () => {
    expect(parse('a.md', 'Just text')).toMatchObject({
      accepted: false,
      problems: [{ rule: 'missing-title', fix: expect.any(String) }, {}, {}],
    })
  })
})

test('tables, strikethrough, task lists, alerts, footnotes and bare addresses come out', () => {
  expect(feed('|a|b|\n|:-:|-:|\n|1|2|')).toContain('<td align="center">1</td>\n<td align="right">2</td>')
  expect(feed('~~no~~')).toContain('<s>no</s>')
  expect(feed('- [ ] one\n- [x] two')).toContain('<li>☐ one</li>\n<li>☑ two</li>')
  expect(feed('> [!NOTE]\n> Mind the *gap*.')).toMatch(
    /<blockquote>\s*<p><strong>Note<\/strong><\/p><p>Mind the <em>gap/,
  )
  expect(feed('See https://x.example/a.')).toContain('<a href="https://x.example/a">https://x.example/a</a>.')
  expect(feed('See www.x.example/a_(b), not end.Start or x.md.')).toBe(
    '<p>See <a href="https://www.x.example/a_(b)">www.x.example/a_(b)</a>, not end.Start or x.md.</p>\n',
  )
  expect(feed('A[^1]\n\n[^1]: Note.')).toContain('href="https://gazette.example/articles/t/#a-fn1"')
})

test('quotation marks are those of the language; code and addresses keep theirs', () => {
  const quoted = (lang: string, text: string) =>
    renderBody(accepted('a.md', front(`title: T\nlang: ${lang}`, text)).body, 'https://x.example/').text
  const text = `"Post's 'late'," he wrote in the '90s. \`"x"\``
  expect(quoted('en-GB', text)).toBe('“Post’s ‘late’,” he wrote in the ’90s. "x"')
  expect(quoted('de', text)).toBe('„Post’s ‚late‘,“ he wrote in the ’90s. "x"')
  expect(quoted('fr', '"oui"')).toBe('«\u00A0oui\u00A0»')
  expect(quoted('de-CH', '"ja"')).toBe('«ja»')
  expect(accepted('a.md', front(`title: It's`, `# It's\n\nText`)).manuscript.title).toBe("It's")
})

test('the summary is the first paragraph without its notes, cut at a word', () => {
  const long = `${'Slow letters travel far. '.repeat(20)}`
  const { summary } = accepted(
    'a.md',
    front('title: T', `> Quoted\n\n![x](a.png)\n\nFirst[^1] & *best*. ${long}\n\n[^1]: N`),
  ).manuscript
  expect(summary).toMatch(/^First & best\. Slow letters .*[a-z]…$/)
  expect(summary.length).toBeLessThanOrEqual(300)
})

test('warnings say where', () => {
  const text =
    '![](a.png)\n\n### Deep\n\n[x](http://localhost:8080/) [y](other.md) [z](javascript:alert)\n\n![d](data:image/png;base64,AA)'
  const warnings = parse('a.md', front('title: T\nsummary: s\ndate: 2026-01-01', text)).problems
  expect(warnings.map(({ rule, line }) => [rule, line])).toEqual([
    ['missing-alt', 7],
    ['heading-jump', 9],
    ['local-link', 11],
    ['relative-link', 11],
    ['unsafe-link', 11],
    ['data-image', 13],
  ])
})
