import { expect, test } from 'vitest'
import { feedOf, problemsOf } from '../feed-of.ts'

test.each([
  ['[[The lamp]]', 'The lamp'],
  ['[[folder/The lamp|lit *it*]]', 'lit *it*'],
  ['[[The lamp#Oil]]', 'The lamp › Oil'],
  ['![[The lamp]]', ''],
])('%s becomes its words and is reported', (link, words) => {
  expect(feedOf(`See ${link}!`)).toBe(`<p>See ${words}!</p>\n`)
  expect(problemsOf(`Text\n${link}`)).toMatchObject([{ rule: 'wiki-link', line: 7 }])
})

test('a link to a heading of the same note leads to it', () => {
  expect(feedOf('[[#Oil]] and [[#Oil and wick|x]]\n\n## Oil and wick')).toContain('<p>Oil and <a href="https')
})

test.each(['[[a: b]]', '[[:alnum:]]', '[[a\\b]]', '[[#^block]]'])('%s names no note', (link) => {
  expect(problemsOf(link)).toMatchObject([{ rule: 'wiki-link' }])
})

test('files that Obsidian embeds are beside the article', () => {
  const base = 'https://gazette.example/articles/t/'
  expect(feedOf('![[a lamp.png|300]]')).toContain(`<img src="${base}a%20lamp.png" alt="" width="300">`)
  expect(feedOf('![[a.png|A lamp|300x200]]')).toContain('alt="A lamp" width="300" height="200">')
  expect(feedOf('![[a.mp3]]')).toContain(`<audio controls src="${base}a.mp3">`)
  expect(feedOf('![[a.pdf]]')).toContain(`<a href="${base}a.pdf">a.pdf</a>`)
})

test('a colon may follow a link to a note', () => {
  expect(problemsOf('See [[The lamp]]:')).toMatchObject([{ rule: 'wiki-link' }])
})

test.each(['`[[x]]`', '[[1]](https://x.example/)', 'if [[ -f x ]]', '\\[[x]]'])(
  '%s is not a link to a note',
  (text) => {
    expect(problemsOf(text)).toEqual([])
  },
)
