import { expect, test } from 'vitest'
import type { LinkTarget } from '../../../../core/articles/links/resolve-links.ts'
import { readUpload } from '../../../../core/articles/read-upload.ts'
import { site } from '../../reading/sample.ts'
import { at } from '../sample-record.ts'

const target: LinkTarget = {
  ...{ slug: 'b', title: 'The ferry', contentKey: 'k' },
  page: '<h2 id="a-fares">Fares<a class="anchor" href="#a-fares">#</a></h2><h2 id="a-fares-2">Fares</h2><p id="a-x"></p>',
}

function read(text: string, targets: ReadonlyMap<string, LinkTarget> = new Map([['articles/b.md', target]])) {
  const bytes = Buffer.from(`# The mail\n\n${text}\n\n## Times\n`)
  const source = { key: 'articles/a.md', bytes, size: bytes.length, contentType: undefined }
  const { body, fact } = readUpload(source, { sequencer: '1', at }, undefined, 0, site, { targets })
  const links = [...(body?.feed ?? '').matchAll(/href="([^"]*)"/g)].map(([, url]) =>
    url?.replace(`${site.url}/articles`, ''),
  )
  const problems = fact.kind === 'accepted' ? fact.problems : []
  const rules = problems.map(({ rule }) => rule).filter((rule) => !/^missing-(date|summary)$/.test(rule))
  return { links, rules, recorded: fact.kind === 'accepted' ? fact.links : undefined }
}

test.each([
  ['[x](b.md)', '/b/'],
  ['[x](b.html)', '/b/'],
  ['[x](/b/)', '/b/'],
  ['[x](b.md#fares-1)', '/b/#a-fares-2'],
  ['[x](b.md#x)', '/b/#a-x'],
  ['[x](b.md#the-ferry)', '/b/'],
  ['[x](a.md)', '/the-mail/'],
  ['[x](a.md#times)', '/the-mail/#a-times'],
])('%s leads to %s', (text, url) => {
  expect(read(text)).toMatchObject({ links: [url], rules: [] })
})

test('what a link led to is recorded, and the version of the body only if the link leads to a place in it', () => {
  expect(read('[x](../articles/b.md) [y](../articles/c.md)').recorded).toEqual([
    { key: 'articles/b.md', slug: 'b' },
    { key: 'articles/c.md' },
  ])
  expect(read('[x](b.md#x) [y](b.md)').recorded).toEqual([
    { key: 'articles/b.md', slug: 'b', contentKey: 'k' },
    { key: 'name:b' },
  ])
  expect(read('Text').recorded).toBeUndefined()
})

test('a link that leads nowhere is reported', () => {
  expect(read('[x](c.md)')).toMatchObject({ links: [], rules: ['missing-article'] })
  expect(read('[x](a.md#nothing)')).toMatchObject({ links: ['/the-mail/'], rules: ['dangling-fragment'] })
  expect(read('[x](b.md#nothing)')).toMatchObject({ links: ['/b/'], rules: ['dangling-fragment'] })
  expect(read('[x](../about/)')).toMatchObject({
    links: [`${site.url}/about/`].map(() => expect.any(String)),
    rules: ['relative-link'],
  })
})

test.each([
  ['[x](/2013/05/09/ferry/)', '/b/'],
  ['[x](/posts/ferry.html#fares)', '/b/#a-fares'],
  ['[x]({% post_url 2013-05-09-ferry %})', '/b/'],
  ['[x]({{ site.baseurl }}/2013/05/09/ferry/)', '/b/'],
  ['[x]({{< ref "ferry.md" >}})', '/b/'],
  ['[[Ferry]]', '/b/'],
  ['[[folder/Ferry#Fares|x]]', '/b/#a-fares'],
])('%s leads to the article of that name in any folder', (text, url) => {
  const named = new Map([[text.includes('folder') ? 'name:folder/ferry' : 'name:ferry', target]])
  expect(read(text, named)).toMatchObject({ links: [url], rules: [] })
})

test('a link to a note or a reference of a template engine that leads nowhere is text, and reported as such', () => {
  expect(read('[[Ferry]]')).toMatchObject({ links: [], rules: ['wiki-link'] })
  expect(read('[x]({% post_url 2013-05-09-ferry %})')).toMatchObject({ links: [], rules: ['template-code'] })
})

test('links to pages of a former site that lead nowhere have one warning in all', () => {
  const text = [1, 2, 3, 4, 5].map((day) => `[x](/2013/05/0${day}/ferry-${day}/)`).join('\n')
  expect(read(text)).toMatchObject({ rules: ['relative-link'] })
})

test('more links to notes than can be resolved are text', () => {
  const text = Array.from({ length: 202 }, (_, index) => `[[Note ${index}]]`).join('\n')
  expect(read(text).links).toEqual([])
})

test('links beyond the maximum are text, and reported, whatever the length of their keys', () => {
  const many = Array.from({ length: 210 }, (_, index) => `[x](note-${index}.md)`).join('\n')
  expect(read(many)).toMatchObject({ links: [], rules: Array(5).fill('missing-article') })
  const long = Array.from({ length: 200 }, (_, index) => `[x](${'y'.repeat(700)}-${index}/)`).join('\n')
  expect(JSON.stringify(read(long).recorded).length).toBeLessThan(70_000)
})
