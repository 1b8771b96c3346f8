import { expect, test } from 'vitest'
import { childrenNamed, childText, parseXml } from '../../../src/s3/protocol/xml-reader.ts'

test('elements and texts are read, without prefixes, attributes and comments', () => {
  const root = parseXml(
    '\ufeff<?xml version="1.0"?><x:A y="1"><!-- no --><B>1 &lt; &#50;</B><B><![CDATA[<]]></B><C/></x:A>',
    'A',
  )
  expect(childrenNamed(root, 'B').map(({ text }) => text)).toEqual(['1 < 2', '<'])
  expect(childText(root, 'C')).toBe('')
  expect(childText(root, 'D')).toBeUndefined()
})

test.each([
  '',
  '<A>',
  '<A></B>',
  '<A/><A/>',
  '<B/>',
  'text<A/>',
  '<A>&unknown;</A>',
  '<A>&amp</A>',
  '<!DOCTYPE A [<!ENTITY x "y">]><A>&x;</A>',
])('%j is MalformedXML', (source) => {
  expect(() => parseXml(source, 'A')).toThrow('The XML you provided was not well-formed')
})
