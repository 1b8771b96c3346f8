import { expect, test } from 'vitest'
import { feedOf } from './feed-of.ts'

test('a tag that nothing closes is text, because it would swallow the rest of the article', () => {
  const html = feedOf('The <iframe> tag.\n\n<script>\n\nMore about <title>.')
  for (const text of ['<p>The &#x3C;iframe> tag.</p>', '&#x3C;script>', 'More about &#x3C;title>.'])
    expect(html).toContain(text)
  expect(feedOf('One <iframe> and <script>x()</script> two.')).toBe('<p>One &#x3C;iframe> and  two.</p>\n')
})

test('a frame that is closed as in XML ends there', () => {
  expect(feedOf('<iframe src="https://example.org/map" />\n\nText.')).toMatch(/map.*\n<p>Text\.<\/p>\n$/)
})

test('a script with empty lines is removed, also within another element', () => {
  expect(feedOf('<div>\n<script>\n\nvar x = "*a*"\n\n</script>\n</div>\n\nText.')).not.toContain('var')
})

test('PHP is shown as code', () => {
  expect(feedOf('<?php\n\necho "<b>";\n?>\n\nText.')).toBe(
    '<pre><code>&#x3C;?php\n\necho "&#x3C;b>";\n?>\n</code></pre>\n<p>Text.</p>\n',
  )
})
