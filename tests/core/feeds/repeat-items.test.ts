import { Feed as FeedLibrary, type Item } from 'feed'
import { expect, test } from 'vitest'
import { type HeldTexts, holdTexts } from '../../../core/feeds/hold-texts.ts'
import { repeatItems } from '../../../core/feeds/repeat-items.ts'

const base = { link: 'https://a.example/', date: new Date(0) }

function adapt(text: string, texts: HeldTexts): Item {
  const [title = '', ...names] = text.split('/')
  return { ...base, title: texts.cdata(title), category: names.map((name) => ({ name: texts.element(name) })) }
}

/** Returns how many items the library wrote, and the titles and categories of the document. */
function render(entries: readonly string[]) {
  const head = holdTexts()
  const items = repeatItems('item', entries, adapt)
  const library = new FeedLibrary({ id: 'a:b', title: head.element('The <items>'), link: base.link, copyright: '' })
  for (const item of items.shapes) library.addItem(item)
  const xml = items.fill(library.rss2(), head)
  const texts = Array.from(
    xml.matchAll(/<title><!\[CDATA\[(.*?)\]\]>|<category>(.*?)<\/category>/g),
    ([, a, b]) => a ?? b,
  )
  return { shapes: items.shapes.length, texts, xml }
}

test('entries that differ only in their texts are written once and repeated', () => {
  expect(render(['A/x', 'B/y', 'C/z'])).toMatchObject({ shapes: 1, texts: ['A', 'x', 'B', 'y', 'C', 'z'] })
})

test('each entry has the elements of its own shape, in the order of the entries', () => {
  const { shapes, texts } = render(['A/x', 'B', 'C/y', 'D/p/q', 'E'])
  expect([shapes, texts]).toEqual([3, ['A', 'x', 'B', 'C', 'y', 'D', 'p', 'q', 'E']])
})

test('the document is the one that the library writes for all entries', () => {
  const head = holdTexts()
  const library = new FeedLibrary({ id: 'a:b', title: head.element('The <items>'), link: base.link, copyright: '' })
  for (const entry of ['A/x', 'B', 'C/y']) library.addItem(adapt(entry, head))
  const withoutDate = (xml: string) => xml.replace(/<lastBuildDate>.*/, '')
  expect(withoutDate(render(['A/x', 'B', 'C/y']).xml)).toBe(withoutDate(head.fill(library.rss2())))
})

test('texts that look like items change nothing', () => {
  expect(render(['<item>', 'B', '&<item>']).texts).toEqual(['<item>', 'B', '&<item>'])
})

test('a feed may be empty', () => {
  expect(render([]).texts).toEqual([])
})

test('a text that the library does not write is an error', () => {
  const items = repeatItems('item', ['A'], (text, texts) => ({
    ...adapt(text, texts),

    id: texts.element('x'),
  }))
  expect(() => items.fill('<rss><item><title>A</title></item></rss>', holdTexts())).toThrow('did not write')
})
