import PostalMime from 'postal-mime'
import { expect, test } from 'vitest'
import { attachFile } from '../../../core/mail/attachment.ts'
import { boundaryOf, encodeAlternative } from '../../../core/mail/mime.ts'

test.each(['', '{}', '«ü» 日本 🚂\r\n'.repeat(500)])('a file is read as it was attached', async (content) => {
  const body = Buffer.concat(
    encodeAlternative(boundaryOf('r1'), 'text', '<p>html</p>').filter((each) => each instanceof Uint8Array),
  )
  const mail = attachFile(boundaryOf('file-r1'), body, { name: 'a.json', type: 'application/json', content })
  const { text, html, attachments } = await PostalMime.parse(mail)
  expect([text?.trim(), html?.trim()]).toEqual(['text', '<p>html</p>'])
  expect(attachments).toMatchObject([{ filename: 'a.json', disposition: 'attachment' }])
  expect(new TextDecoder().decode(attachments[0]?.content as ArrayBuffer)).toBe(content)
  expect(Buffer.from(mail).toString('latin1')).not.toMatch(/[^\r]\n|\r[^\n]|[^\r\n]{999}/)
})
