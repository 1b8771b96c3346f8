import { expect, test } from 'vitest'
import { readableText } from '../../../core/feeds/readable-text.ts'

test('only characters that XML and HTML cannot contain are removed', () => {
  expect(readableText('a\0\u001B\u0085\uFFFE\uFDD0\u{1FFFF}b\r\nc\td\re\uD800')).toBe('ab\nc\td\ne\uFFFD')
  expect(readableText('Zürich, 東京, 👩‍👩‍👧, \u00A0\u200F\uFFFD')).toBe('Zürich, 東京, 👩‍👩‍👧, \u00A0\u200F\uFFFD')
})
