import { expect, test } from 'vitest'
import { embedLink, figure, mediaElement } from '../../../../../core/reading/markdown/constructs/embeds.ts'
import { readParameters } from '../../../../../core/reading/markdown/constructs/parameters.ts'

test('values are escaped', () => {
  expect(figure(readParameters(`src='a"b.png' caption='<i>'`))).toBe(
    '<figure><img src="a&quot;b.png" alt="&lt;i&gt;"><figcaption>&lt;i&gt;</figcaption></figure>',
  )
  expect(mediaElement('video', 'a"b')).toBe('<video controls src="a&quot;b"></video>')
})

test.each([
  ['"Ada Byron", "https://ada.example/"', 'Ada Byron'],
  ['"https://ada.example/", "left"', 'ada.example/'],
  ['href="https://ada.example/" text="read"', 'read'],
])('the words of a link in the parameters %s are shown', (parameters, words) => {
  expect(embedLink('x', readParameters(parameters))).toBe(`<a href="https://ada.example/">${words}</a>`)
})

test('a link needs a known address', () => {
  expect(embedLink('vimeo', readParameters('123'))).toBe('<a href="https://vimeo.com/123">vimeo.com/123</a>')
  expect(embedLink('tweet', readParameters('user="ada" id="12"'))).toContain('https://x.com/ada/status/12')
  expect(embedLink('vimeo', readParameters('"><script>'))).toBeUndefined()
  expect(embedLink('constructor', readParameters('a'))).toBeUndefined()
})
