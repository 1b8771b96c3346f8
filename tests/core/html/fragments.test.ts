import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { renderBody } from '../../../core/html/render-body.ts'
import { accepted } from '../reading/sample.ts'

const articleUrl = 'https://gazette.example/articles/t/'

function read(key: string, text: string) {
  const { body, problems } = accepted(key, text)
  const dangling = problems.filter(({ rule }) => rule === 'dangling-fragment')
  return { ...renderBody(body, articleUrl), dangling }
}

/** Returns the address to which the first link of an article leads. */
const leadsTo = (link: string, text: string) =>
  /href="([^"]*)"/.exec(read('a.md', `# The title\n\n[x](${link})\n\n${text}\n`).page)?.[1]

describe('a link leads to a heading in the form of', () => {
  const fares = "## What's new in v2.0?"
  test.each([
    ['GitHub, Hugo, Astro', '#whats-new-in-v20', fares, '#a-whats-new-in-v2-0'],
    ['Eleventy', '#what-s-new-in-v2-0', fares, '#a-whats-new-in-v2-0'],
    ['markdown-it-anchor', "#what's-new-in-v2.0%3F", fares, '#a-whats-new-in-v2-0'],
    ['Pandoc', '#whats-new-in-v2.0', fares, '#a-whats-new-in-v2-0'],
    ['Obsidian', "<#What's new in v2.0?>", fares, '#a-whats-new-in-v2-0'],
    ['GitHub, with an emoji', '#-fares', '## 🚀 Fares', '#a-fares'],
    [
      'GitHub, with code and a link',
      '#run-make-and-wait',
      '## Run `make` and [wait](https://x.example/)',
      '#a-run-make-and-wait',
    ],
    ['GitHub, with signs', '#salt--pepper', '## Salt & pepper', '#a-salt-and-pepper'],
    ['GitLab', '#salt-pepper', '## Salt & pepper', '#a-salt-and-pepper'],
    ['Jekyll, without a number', '#fares', '## 1. Fares', '#a-1-fares'],
    ['VitePress', '#_1-fares', '## 1. Fares', '#a-1-fares'],
    ['MkDocs, without accents', '#cafe', '## Café', '#a-cafe'],
    ['GitHub, with accents', '#caf%C3%A9', '## Cafe\u0301', '#a-cafe'],
    ['GitHub, in Cyrillic', '#установка', '## Установка', '#a-ustanovka'],
    [
      'GitHub, in Cyrillic, encoded',
      '#%D1%83%D1%81%D1%82%D0%B0%D0%BD%D0%BE%D0%B2%D0%BA%D0%B0',
      '## Установка',
      '#a-ustanovka',
    ],
    ['GitHub, in Chinese', '#邮件', '## 邮件', '#a-section'],
    ['a program that writes CamelCase apart', '#java-script', '## JavaScript', '#a-javascript'],
    ['this program, on its page', '#a-fares', '## Fares', '#a-fares'],
    ['saved pages of GitHub', '#user-content-fares', '## Fares', '#a-fares'],
    ['a browser that highlights a text', '#fares:~:text=twopence', '## Fares', '#a-fares'],
  ])('%s: %s', (_program, link, text, expected) => {
    expect(leadsTo(link, text)).toBe(expected)
  })

  test('any program, if the heading begins with "A" or is long', () => {
    expect(leadsTo('#a-new-road', '## A new road')).toBe('#a-a-new-road')
    const words = 'A heading that goes on and on about the harbour, the lamps, the road and the clerk'
    const link = `#${words.toLowerCase().replaceAll(',', '').replaceAll(' ', '-')}`
    expect(leadsTo(link, `## ${words}`)).toBe('#a-a-heading-that-goes-on-and-on-about-the-harbour-the-lamps-th')
  })
})

test('equal headings are numbered as on GitHub, and otherwise from 1', () => {
  const twice = '## Fares\n\n## Fares\n'
  expect(leadsTo('#fares', twice)).toBe('#a-fares')
  expect(leadsTo('#fares-1', twice)).toBe('#a-fares-2')
  expect(leadsTo('#fares_1', twice)).toBe('#a-fares-2')
  expect(leadsTo('#fares-2', twice)).toBe('#a-fares-2')
  expect(leadsTo('#fares-2', `${twice}\n## Fares\n`)).toBe('#a-fares-3')
})

test('a name that the author gave comes before one made from words', () => {
  expect(leadsTo('#fares', '## Fares\n\n## Prices {#fares}')).toBe('#a-fares')
  expect(read('a.md', '# T\n\n## Fares\n\n## Prices {#fares}').page).toMatch(/id="a-fares">Prices/)
})

test('the title and "top" lead to the top of the page, in every form', () => {
  for (const link of ['#top', '#the-title', '#']) {
    const { page, feed } = read('a.md', `# The title\n\n[up](${link})\n`)
    expect(page).toContain(link === '#' ? 'href="#"' : `href="${articleUrl}"`)
    expect(feed).toMatch(/href="https:[^"]*\/t\/#?"/)
  }
  expect(read('a.md', '# T {#start}\n\n[up](#start)').page).toContain('<a id="a-start"></a>')
  expect(read('a.html', '<h1 id="start">T</h1><p><a href="#start">up</a>').page).toContain('href="#a-start"')
})

test('a link that leads nowhere becomes text, and the receipt names its line', () => {
  const { page, dangling } = read('a.md', '# T\n\nFirst.\n\n[Fares](#fees)\n\n## Fares\n')
  expect(page).toContain('<p>Fares</p>')
  expect(dangling).toEqual([expect.objectContaining({ line: 5, message: expect.stringContaining('#fees') })])
  expect(read('a.html', '<h1>T</h1>\n<p><a href="#x">x</a>').dangling).toHaveLength(1)
})

test('anchors by name and the footnotes of Word and Google Docs lead to each other', () => {
  const word = `<h1>T</h1><p>Text<a style='mso-footnote-id:ftn1' href="#_ftn1" name="_ftnref1" title=""><sup>[1]</sup></a></p>
    <div id=ftn1><p><a href="#_ftnref1" name="_ftn1" title="">[1]</a> The note.</p></div>`
  expect(read('a.html', word).dangling).toEqual([])
  expect(read('a.html', word).page).toMatch(
    /<a id="a-_ftnref1"><\/a><a [^>]*href="#a-_ftn1".*<a id="a-_ftn1"><\/a><a [^>]*href="#a-_ftnref1"/s,
  )
  const docs =
    '<h1>T</h1><p><a href="#h.x1y2">Fares</a><sup><a href="#ftnt1" id="ftnt_ref1">[1]</a></sup><h2 id="h.x1y2">Fares</h2><div><p><a href="#ftnt_ref1" id="ftnt1">[1]</a>'
  expect(read('a.html', docs).dangling).toEqual([])
})

test('an id occurs once on a page, and not at all in feeds and mails', () => {
  const { page, feed, email } = read('a.html', '<h1>T</h1><p id="x">a</p><p id="x">b</p><a name="x">c</a>')
  expect(page.match(/id="a-x"/g)).toHaveLength(1)
  expect(feed + email).not.toMatch(/ id=|<a>/)
})

test('on any page, each link within the article leads to an id that exists', () => {
  const unit = fc.constantFrom('a', 'B', '1', '-', ' ', 'é', 'ж', '字', '%', '{', '#', '}', '.', "'")
  // "%%" and "{% #" begin private comments.
  const words = fc.string({ unit, maxLength: 8 }).map((word) => word.replace(/[{%]*%/g, '%'))
  fc.assert(
    fc.property(fc.array(words, { maxLength: 6 }), fc.array(words, { maxLength: 6 }), (headings, links) => {
      const text = [...links.map((link) => `[x](<#${link}>)`), ...headings.map((heading) => `## ${heading}`)].join(
        '\n\n',
      )
      const { page } = read('a.md', `# T\n\n${text}\n`)
      const ids = [...page.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id)
      expect(new Set(ids).size).toBe(ids.length)
      for (const [, to = ''] of page.matchAll(/ href="#([^"]+)"/g)) {
        expect(ids).toContain(decodeURIComponent(to.replaceAll('&#x27;', "'")).replaceAll("'", '&#x27;'))
      }
    }),
  )
})
