import { expect, test } from 'vitest'
import { feedOf } from './feed-of.ts'

test('abbreviations are explained wherever they are words, except in code', () => {
  expect(feedOf('The SES, not SESX or `SES`.\n\n*[SES]: Simple "Email" Service')).toBe(
    '<p>The <abbr title="Simple &#x22;Email&#x22; Service">SES</abbr>, not SESX or <code>SES</code>.</p>\n',
  )
})
