import { expect, test } from 'vitest'
import { accepted, rules } from '../sample.ts'

function leadsOf(text: string, key = 'a.md'): readonly string[] {
  return accepted(key, text).leadImages.map(({ url, alt }) => (alt === '' ? url : `${url} (${alt})`))
}

test.each([
  [
    'pictures of the body may lead, in their order',
    '![A quay](quay.jpg) ![](/img/b.png)',
    ['quay.jpg (A quay)', '/img/b.png'],
  ],
  ['on other sites, too', '![](https://cdn.example/q?id=1)', ['https://cdn.example/q?id=1']],
  ['each once', '![](a.jpg) ![](a.jpg)', ['a.jpg']],
  ['a script would load it later', '<img src="data:image/gif;base64,R0lGOD" data-src="a.jpg">', ['a.jpg']],
  ['a tracker', '<img src="https://t.example/p.gif" width="1" height="1"> ![](a.jpg)', ['a.jpg']],
  ['a tracker with a style', '<img src="https://t.example/p.gif" style="width:1px;height:1px"> ![](a.jpg)', ['a.jpg']],
  ['a hidden image', '<img src="h.jpg" style="display: none"> <img hidden src="i.jpg">', []],
  ['an icon', '<img src="i.png" width="32" height="32"> <img class="icon" src="j.png">', []],
  ['an emoji', '<img class="emoji" alt="🙂" src="https://s.w.org/images/core/emoji/1f642.png">', []],
  ['a badge', '[![Build](https://img.shields.io/badge/build-ok.png)](https://ci.example) ![](a.jpg)', ['a.jpg']],
  [
    'a formula',
    '<img class="mwe-math-fallback-image-inline" src="https://w.example/a.png"> <img src="https://latex.codecogs.com/png.image?x"> <img src="https://s0.wp.com/latex.php?latex=x"> <img src="https://w.example/api/rest_v1/media/math/render/png/0a"> ![](a.jpg)',
    ['a.jpg'],
  ],
  [
    'a tracker without a size',
    '<img src="https://www.facebook.com/tr?id=1"> <img src="https://x.list-manage.com/track/open.php?u=1"> <img src="https://s.example/matomo.php?idsite=1"> ![](a.jpg)',
    ['a.jpg'],
  ],
  ['an SVG', '![](plan.svg) <svg><image href="a.png"/></svg>', []],
  ['an image inside the file', '![](data:image/png;base64,iVBORw0KGgo=)', []],
  ['an address that nothing can have', '![](/_next/image?url=a) ![](a.jpg)', ['a.jpg']],
])('images that may lead: %s', (_, markdown, leads) => {
  expect(leadsOf(`# A title\n\n${markdown}\n`)).toEqual(leads)
})

test.each([
  ['image: cover.jpg', ['cover.jpg']],
  ['image: none', []],
  ['image: false', []],
  ['cover: false', []],
  ['feature_image: null', ['a.jpg']],
  ['thumbnail: false', ['a.jpg']],
])('with %s in the front matter, %j may lead', (field, leads) => {
  expect(leadsOf(`---\ntitle: T\n${field}\n---\n![](a.jpg)\n`)).toEqual(leads)
})

test('front matter that wants no image overrides the metadata of a page', () => {
  const page = '---\nimage: false\n---\n<meta property="og:image" content="https://x.example/a.jpg"><h1>T</h1><p>Text.'
  expect(leadsOf(page, 'a.html')).toEqual([])
})

test('a lead image at an address that nothing can have is left out and reported', () => {
  const parsed = accepted(
    'a.html',
    '<meta property="og:image" content="/_next/image?url=a"><h1>T</h1><p><img src="b.jpg" alt="B">',
  )
  expect([parsed.manuscript.image, parsed.leadImages]).toEqual([undefined, []])
  expect(rules(parsed)).toContain('missing-file')
})
