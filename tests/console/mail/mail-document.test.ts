import type { Attachment, Email } from 'postal-mime'
import { expect, test } from 'vitest'
import { inScheme, mailPolicy, renderMailDocument } from '../../../console/mail/mail-document.ts'

const image: Attachment = {
  filename: null,
  mimeType: 'image/png',
  disposition: 'inline',
  contentId: '<crest@example.org>',
  content: 'png',
}
const render = (html: string, attachments: Attachment[] = [image]) =>
  renderMailDocument({ html, attachments } as Partial<Email> as Email) // the document needs only these two fields

test.each(['<img src="cid:crest@example.org">', "<td style='background: url(cid:crest%40example.org)'>"])(
  'an address of an image inside the mail is replaced with the image: %s',
  (html) => {
    expect(render(html)).toContain('data:image/png;base64,cG5n')
    expect(render(html)).not.toContain('cid:')
  },
)

test.each(['<img src="cid:%">', '<img src="cid:other">', 'as in cid:crest@example.org'])(
  'other text is unchanged: %s',
  (html) => expect(render(html)).toContain(html),
)

test('a part that is not an image is not shown as one', () => {
  const page = { ...image, mimeType: 'text/html' }
  expect(render('<img src="cid:crest@example.org">', [page])).toContain('cid:crest')
})

test('the policy allows images of the site, and neither scripts nor forms', () => {
  const policy = mailPolicy('http://127.0.0.1:4000')
  expect(policy).toContain('img-src data: https: http://127.0.0.1:4000;')
  expect(policy).toContain("default-src 'none'")
  expect(policy).not.toMatch(/allow-(scripts|same-origin|forms)|script-src/)
})

test('a mail is shown in the chosen scheme, whatever the browser prefers', () => {
  const css = '@media (prefers-color-scheme: dark) { a {} } @media (Prefers-Color-Scheme:light) { b {} }'
  expect(inScheme(css, 'dark')).toBe('@media (min-width: 0px) { a {} } @media (max-width: 0px) { b {} }')
  expect(inScheme(css, 'light')).toBe('@media (max-width: 0px) { a {} } @media (min-width: 0px) { b {} }')
})
