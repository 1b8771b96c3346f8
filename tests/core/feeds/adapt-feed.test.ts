import { expect, test } from 'vitest'
import { adaptEntry, repair, xmlStart } from '../../../core/feeds/adapt-feed.ts'
import { holdTexts } from '../../../core/feeds/hold-texts.ts'
import { feedOf } from './sample-feeds.ts'
import { sample } from './samples.ts'

const entries = [
  '<entry>',
  '        <title type="html"><![CDATA[]]></title>',
  '        <id>tag:example.org,2026:a</id>',
  '        <link href="https://a.example/"/>',
]
  .join('\n')
  .repeat(2)

test('each occurrence is replaced by the next replacement, in which $ has no special meaning', () => {
  expect(repair(entries, 'atomEntryStart', ['<a>$&', '<b>$1'])).toBe('<a>$&<b>$1')
})

test.each([
  [entries, ['<a>']],
  [entries, ['<a>', '<b>', '<c>']],
  [entries.replaceAll(' type="html"', ''), ['<a>', '<b>']],
])('an unexpected number of occurrences in the XML of the library is an error', (xml, replacements) => {
  expect(() => repair(xml, 'atomEntryStart', replacements)).toThrow(/wrote an Atom entry's opening tag.* times, not/)
})

test('a document without the part to replace is an error', () => {
  for (const part of ['start', 'atomSelfLink', 'atomEnd'] as const) {
    expect(() => repair('<rss></rss>', part, [''])).toThrow('replaced because the library')
  }
})

test('both formats start with a CSS style sheet', () => {
  expect(xmlStart('https://a.example/feed.css', '<rss>')).toBe(
    '<?xml version="1.0" encoding="utf-8"?>\n<?xml-stylesheet type="text/css" href="https://a.example/feed.css"?>\n<rss>',
  )
})

test('a summary is escaped twice, because feed readers interpret it as HTML, and content is put into CDATA unescaped', () => {
  const [entry] = feedOf(sample({ summary: '1 < 2' }, '<p>]]></p>')).entries
  const texts = holdTexts()
  const { description = '', content = '' } = entry ? adaptEntry(entry, texts) : {}
  expect(texts.fill(`${description} ${content}`)).toBe('1 &lt; 2 <p>]]]]><![CDATA[></p>')
})
