import { expect, test } from 'vitest'
import { element, readMembers } from '../../src/endpoint/query-protocol.ts'

test('the members of a list are in order and end at the first gap', () => {
  const query = new URLSearchParams('Tags.member.2.Name=b&Tags.member.1.Name=a&Tags.member.4.Name=d')
  expect(readMembers(query, 'Tags', '.Name')).toEqual(['a', 'b'])
  expect(readMembers(query, 'Other')).toEqual([])
})

test('texts are escaped, elements are not', () => {
  expect(element('A', [element('B', 'x < y & z\u0000'), element('C', 5)])).toBe(
    '<A><B>x &lt; y &amp; z?</B><C>5</C></A>',
  )
})
