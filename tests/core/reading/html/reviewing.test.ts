import { expect, test } from 'vitest'
import { parseHtml } from '../../../../core/html/parse-html.ts'
import { elementsOf } from '../../../../core/html/tree.ts'
import { reviewingKind } from '../../../../core/reading/html/reviewing.ts'

const kinds = (html: string) => elementsOf(parseHtml(html)).flatMap((element) => reviewingKind(element) ?? [])

test.each([
  ['<a class=msocomanchor href="#_msocom_1">[A1]</a>', ['mark']],
  ['<sup><a href="#cmnt1">[a]</a><a href="#cmnt2">[b]</a></sup>', ['mark', 'mark', 'mark']],
  ['<p class=MsoCommentText>x</p>', ['comment']],
  ['<div><p><a href="#cmnt_ref1">[a]</a>x</p></div>', ['comment', 'comment']],
  ['<del cite="mailto:Ada">x</del>', ['deletion']],
  ['<sup><a href="#ftnt1">[1]</a></sup><div><p><a href="#ftnt_ref1">[1]</a>x</p></div><del>x</del>', []],
  ['<div><p>x</p><p><a href="#cmnt_ref1">[a]</a>x</p></div>', ['comment']],
])('%s', (html, expected) => {
  expect(kinds(html)).toEqual(expected)
})
