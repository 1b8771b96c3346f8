import { expect, test } from 'vitest'
import { readSmtpUrl } from '../../../src/ses/relay/smtp-settings.ts'

test('elsewhere, a connection is encrypted; on this machine, it need not be', () => {
  expect(readSmtpUrl('smtps://me:p%40ss@mail.readers.press')).toEqual({
    ...{ host: 'mail.readers.press', port: 465, secure: true, requireTLS: false, ignoreTLS: false },
    auth: { user: 'me', pass: 'p@ss' },
  })
  expect(readSmtpUrl('smtp://mail.readers.press')).toMatchObject({ port: 587, requireTLS: true, ignoreTLS: false })
  expect(readSmtpUrl('smtp://mail.readers.press:2525?tls=none&name=news')).toMatchObject({
    ...{ port: 2525, requireTLS: false, ignoreTLS: true, name: 'news' },
  })
  expect(readSmtpUrl('smtp://127.0.0.1')).toMatchObject({ port: 25, requireTLS: false, ignoreTLS: true })
  expect(readSmtpUrl('smtp://[::1]:25?tls=required')).toMatchObject({ host: '::1', requireTLS: true })
})

test.each([
  ['mail.readers.press', 'has to be smtps://'],
  ['http://mail.readers.press', 'has to be smtps://'],
  ['smtp://me:secret@mail.readers.press?tls=none', 'not sent without encryption'],
  ['smtps://me:secret@mail.readers.press?tls=none', 'always encrypted'],
  ['smtp://me:secret@mail.readers.press?pool=true', 'unknown option pool'],
  ['smtp://me:secret@mail.readers.press?tls=maybe', 'required or none'],
  ['smtp://me:100%secret@mail.readers.press', 'as %25'],
])('%s is refused, and the message repeats no password', (url, words) => {
  const read = () => readSmtpUrl(url)
  expect(read).toThrow(words)
  expect(read).not.toThrow('secret')
})
