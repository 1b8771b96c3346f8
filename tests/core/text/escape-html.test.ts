import fc from 'fast-check'
import { fromHtml } from 'hast-util-from-html'
import { expect, test } from 'vitest'
import { escapeHtml } from '../../../core/text/escape-html.ts'

test('an HTML parser restores escaped text, both in an element and in an attribute', () => {
  const text = fc.string({ unit: fc.constantFrom('&', '<', '>', '"', "'", 'amp;', 'a', '-', '!', '/') })
  fc.assert(
    fc.property(text, (input) => {
      const html = fromHtml(`<p title="${escapeHtml(input)}">${escapeHtml(input)}</p>`, { fragment: true })
      expect(html.children).toMatchObject([
        { tagName: 'p', properties: { title: input }, children: input === '' ? [] : [{ type: 'text', value: input }] },
      ])
    }),
  )
})
