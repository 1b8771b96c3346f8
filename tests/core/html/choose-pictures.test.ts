import { expect, test } from 'vitest'
import { renderBody } from '../../../core/html/render-body.ts'
import { accepted } from '../reading/sample.ts'

const read = (html: string) => {
  const { body, problems } = accepted('a.html', `<title>T</title>${html}`)
  return { ...renderBody(body, 'https://x.example/t/'), problems }
}
const images = (html: string) => read(html).feed.match(/<img[^>]*>/g)

test.each([
  ['<img srcset="s.png 1x, l.png 2x" alt="Quay">', 'l.png'],
  ['<img srcset="s.png 300w, m.png 1200w, l.png 4000w" alt="Quay">', 'm.png'],
  ['<img src="data:image/gif;base64,R0" data-src="l.png" alt="Quay">', 'l.png'],
  ['<img src="data:image/gif;base64,R0" data-cfsrc="l.png" alt="Quay">', 'l.png'],
  ['<img src="/img/spacer.gif" data-lazy-src="l.png" alt="Quay">', 'l.png'],
  ['<img src="l.png?w=20" data-original="l.png" alt="Quay">', 'l.png'],
  ['<img data-srcset="s.png 300w, l.png 900w" alt="Quay" loading="lazy">', 'l.png'],
  ['<img src="saved/l.png" data-src="https://x.example/gone.png" alt="Quay">', 'saved/l.png'],
  ['<picture><source srcset="l.avif" type="image/avif"><source srcset="l.png"><img alt="Quay"></picture>', 'l.png'],
  ['<picture><source data-srcset="l.png"><img data-src="s.png" alt="Quay"></picture>', 's.png'],
  ['<p><img src="data:image/gif;base64,R0" alt="Quay"><noscript><img src="l.png" alt="Quay"></noscript></p>', 'l.png'],
  ['<img data-src="l.png" alt="Quay"><noscript><img src="l.png" alt="Quay"></noscript>', 'l.png'],
  ['<figure><noscript><img src="l.png" alt="Quay"></noscript></figure>', 'l.png'],
])('one image is shown in every form: %s', (html, src) => {
  const { page, email } = read(html)
  expect(images(html)).toEqual([expect.stringContaining(`src="https://x.example/t/${src}"`)])
  for (const form of [page, email]) expect(form.match(/<img/g)).toHaveLength(1)
  expect(page).toContain('alt="Quay"')
})

test('a picture keeps its sources on the page only', () => {
  const { page, feed, email } = read(
    '<picture><source media="(min-width: 800px)" srcset="w.png 1x, w2.png 2x" type="image/png"><source srcset="data:x"><img src="n.png" alt="Quay"></picture>',
  )
  expect(page).toMatch(
    /^<picture><source media="\(min-width: 800px\)" srcset="https:[^"]*w2.png 2x" type="image\/png"><img[^>]*><\/picture>$/,
  )
  expect(feed + email).not.toMatch(/picture|source/)
})

test('an image that only holds the place of another is no warning, and a noscript without images says nothing', () => {
  const { page, problems } = read(
    '<p><img src="data:image/gif;base64,R0" data-src="l.png" alt="Quay"></p><noscript>Enable scripts</noscript>',
  )
  expect(problems.map(({ rule }) => rule)).not.toContain('data-image')
  expect(page).not.toContain('Enable')
})

test.each(['cid:part1', 'file:///C:/quay.png', 'C:\\quay.png', 'blob:https://x.example/1'])(
  'an image that readers cannot load is reported: %s',
  (src) => {
    expect(read(`<p>Text</p><img src="${src}" alt="Quay">`).problems).toContainEqual(
      expect.objectContaining({ rule: 'unsafe-image', line: 1 }),
    )
  },
)

test('a video keeps its captions and poster on the page, and can be played', () => {
  const { page, email } = read(
    '<video src="c.mp4" poster="p.jpg"><track kind="captions" src="c.vtt" srclang="en" label="English" default></video>',
  )
  expect(page).toBe(
    '<video src="https://x.example/t/c.mp4" poster="https://x.example/t/p.jpg" controls><track kind="captions" src="https://x.example/t/c.vtt" srclang="en" label="English" default></video>',
  )
  expect(email).toContain('href="https://x.example/t/c.mp4"')
  expect(read('<video><track src="c.vtt"><source src="c.mp4"></video>').email).toContain(
    'href="https://x.example/t/c.mp4"',
  )
})
