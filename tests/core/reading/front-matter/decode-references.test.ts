import { expect, test } from 'vitest'
import { decodeReferences } from '../../../../core/reading/front-matter/decode-references.ts'

test.each([
  ['Bath &amp; Wells', 'Bath & Wells'],
  ['The clerk&#8217;s lamp', 'The clerk’s lamp'],
  ['&lsquo;No&rsquo;', '‘No’'],
  ['Using &lt;b&gt; and <b>', 'Using <b> and <b>'],
  ['a & b', 'a & b'],
  ['AT&T; R&D', 'AT&T; R&D'],
])('%j is %j', (text, decoded) => {
  expect(decodeReferences(text)).toBe(decoded)
})
