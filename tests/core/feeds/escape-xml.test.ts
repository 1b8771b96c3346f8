import { expect, test } from 'vitest'
import { escapeAttribute, escapeAttributes, escapeCdata, escapeText } from '../../../core/feeds/escape-xml.ts'

const hostile = 'a\0<b c="d">&amp;\r\n'

test('text is escaped with numeric references', () => {
  expect(escapeText(hostile)).toBe('a&#x3C;b c=&#x22;d&#x22;&#x3E;&#x26;amp;\n')
})

test('an attribute is escaped with named references', () => {
  expect(escapeAttribute(hostile)).toBe('a&lt;b c=&quot;d&quot;&gt;&amp;amp;\n')
})

test('attributes without a value are left out', () => {
  expect(escapeAttributes({ url: 'x?a&b', length: 0, type: undefined })).toEqual({ url: 'x?a&amp;b', length: '0' })
})

test('each "]]>" within a CDATA section is split', () => {
  expect(escapeCdata(']]>\0]]>')).toBe(']]]]><![CDATA[>]]]]><![CDATA[>')
})
