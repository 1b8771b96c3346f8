import { rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openConsole } from '../console-fixture.ts'
import { sampleMail } from '../samples.ts'

const png = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const inlineImage = [
  'Content-Type: image/png',
  'Content-ID: <crest@night-mail.example.org>',
  'Content-Transfer-Encoding: base64',
  '',
  png,
].join('\r\n')
const attachedPage = [
  'Content-Type: text/html',
  `Content-Disposition: attachment; filename="it's <b>.html"`,
  '',
  '<script>alert(1)</script>',
].join('\r\n')

test('the list shows the newest mail first and links to older ones', async () => {
  const mails = Array.from({ length: 60 }, (_, n) => ({ content: '', subject: `Number ${60 - n}.` }))
  const { read } = await openConsole({ mails })
  const first = await read('/mail/')
  expect(first.indexOf('Number 60.')).toBeLessThan(first.indexOf('Number 59.'))
  expect(first).toContain('Number 11.')
  expect(first).not.toContain('Number 10.')
  expect(first).toContain('href="/mail/?before=mail-49"')
  const second = await read('/mail/?before=mail-49')
  expect(second).toContain('Number 10.')
  expect(second).not.toContain('Number 11.')
  expect(second).not.toContain('rel="next"')
  expect(await read('/mail/?before=unknown')).toContain('There are no older mails.')
})

test('a row of the list has subject, sender, recipients, time and size', async () => {
  const destinations = ['a@example.org', 'b@example.org', 'c@example.org', 'd@example.org']
  const { read } = await openConsole({ mails: [{ content: 'x'.repeat(1500), subject: '', destinations }] })
  const list = await read('/mail/')
  expect(list).toContain('(no subject)')
  expect(list).toContain('news@night-mail.example.org')
  expect(list).toContain('a@example.org, b@example.org, c@example.org and 1 more')
  expect(list).toContain('2026-03-01 06:00')
  expect(list).toContain('1.5 kB')
})

test('a mail is shown in a frame without scripts, and opens its links in a new tab', async () => {
  const { ask, read } = await openConsole({
    mails: [{ content: sampleMail('<a href="https://x.example/">Read on</a>') }],
  })
  const page = await read('/mail/mail-0/')
  expect(page).toContain('src="/mail/mail-0/html"')
  expect(page).toMatch(/<iframe[^>]* sandbox="(?![^"]*allow-(scripts|same-origin|forms))[^"]*"/)
  const frame = await ask('/mail/mail-0/html')
  const policy = frame.headers.get('content-security-policy')
  expect(policy).toMatch(/^sandbox (?!.*allow-(scripts|same-origin|forms))/)
  expect(policy).toContain("default-src 'none'")
  expect(policy).toContain('img-src data: https: http://127.0.0.1:4000;')
  expect(policy).toContain("frame-ancestors 'self'")
  expect(frame.headers.get('referrer-policy')).toBe('no-referrer')
  expect(await frame.text()).toMatch(/^<!DOCTYPE html>\n<meta charset="utf-8">\n<base target="_blank">\n/)
})

test('the size of the HTML is compared with what Gmail shows', async () => {
  const mails = ['<p>Hello</p>', `<p>${'x'.repeat(120_000)}</p>`].map((body) => ({ content: sampleMail(body) }))
  const { read } = await openConsole({ mails })
  expect(await read('/mail/mail-0/')).toMatch(/\d+ B, 0 % of what Gmail shows</)
  expect(await read('/mail/mail-1/')).toContain('118 % of what Gmail shows: Gmail hides the rest')
})

test('each part of a mail has its tab', async () => {
  const { ask, read } = await openConsole({ mails: [{ content: sampleMail('<p>Hello</p>', 'Hello <you>') }] })
  expect(await read('/mail/mail-0/?tab=text')).toContain('Hello &lt;you&gt;')
  expect(await read('/mail/mail-0/?tab=headers')).toContain(
    '<dt>Subject</dt><dd><bdi>Over the border ✉</bdi><p class="meta">What the inbox',
  )
  expect(await read('/mail/mail-0/?tab=source')).toContain('Content-Type: text/html; charset=utf-8')
  const source = await ask('/mail/mail-0/source')
  expect(source.headers.get('content-type')).toBe('text/plain; charset=utf-8')
  expect(source.headers.get('content-disposition')).toBeNull()
  expect(await source.text()).toBe(sampleMail('<p>Hello</p>', 'Hello <you>'))
})

test('a mail without HTML opens with its text', async () => {
  const { ask, read } = await openConsole({ mails: [{ content: 'Subject: Hi\r\n\r\nOnly words.' }] })
  expect(await read('/mail/mail-0/')).toContain('Only words.')
  expect(await read('/mail/mail-0/?tab=html')).toContain('This mail has no HTML.')
  expect((await ask('/mail/mail-0/html')).status).toBe(404)
})

test('images inside a mail are shown in their place', async () => {
  const html =
    '<img src="cid:crest%40night-mail.example.org"> <img src="cid:other"> words about cid:crest@night-mail.example.org'
  const { read } = await openConsole({ mails: [{ content: sampleMail(html, '', [inlineImage]) }] })
  const frame = await read('/mail/mail-0/html')
  expect(frame).toContain(`<img src="data:image/png;base64,${png}">`)
  expect(frame).toContain('<img src="cid:other"> words about cid:crest@night-mail.example.org')
})

test('an attachment is downloaded, never opened', async () => {
  const { ask, read } = await openConsole({ mails: [{ content: sampleMail('<p>', '', [attachedPage]) }] })
  expect(await read('/mail/mail-0/')).toContain('it&#39;s &lt;b&gt;.html')
  const { status, headers } = await ask('/mail/mail-0/attachments/0')
  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe('application/octet-stream')
  expect(headers.get('content-disposition')).toBe("attachment; filename*=UTF-8''it%27s%20%3Cb%3E.html")
  for (const n of ['1', '-1', 'length', '__proto__'])
    expect((await ask(`/mail/mail-0/attachments/${n}`)).status).toBe(404)
})

test('a mail that cannot be parsed is shown as its source', async () => {
  const nested = Array.from(
    { length: 300 },
    (_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`,
  )
  const { read } = await openConsole({ mails: [{ content: nested.join('') }] })
  const page = await read('/mail/mail-0/')
  expect(page).toContain('This mail cannot be parsed: ')
  expect(page).toContain('boundary=b299')
})

test('even an old mail is found', async () => {
  const mails = Array.from({ length: 1001 }, () => ({ content: 'x' }))
  const { ask } = await openConsole({ mails })
  expect((await ask('/mail/mail-1000/')).status).toBe(200)
})

test('ids are looked up, never used as paths', async () => {
  const { ask, mailFolder } = await openConsole({ mails: [{ content: '' }] })
  await writeFile(path.join(mailFolder, 'secret.eml'), 'Subject: secret\r\n\r\n')
  const ids = ['unknown', 'secret.eml', '0-mail-0.eml', '..%2F..%2Fetc%2Fpasswd', '%00', '%', 'constructor']
  for (const id of ids) {
    for (const path of [`/mail/${id}/`, `/mail/${id}/html`, `/mail/${id}/source`, `/api/mails/${id}`]) {
      expect([path, (await ask(path)).status]).toEqual([path, 404])
    }
  }
})

test('a mail whose file was removed is not found', async () => {
  const { ask, mailFolder } = await openConsole({ mails: [{ content: 'x' }] })
  await rm(path.join(mailFolder, '0-mail-0.eml'))
  expect((await ask('/mail/mail-0/')).status).toBe(404)
})
