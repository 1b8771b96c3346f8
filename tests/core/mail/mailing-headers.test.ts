import { simpleParser } from 'mailparser'
import { expect, test } from 'vitest'
import { mailingHeaders, recipientHeaders } from '../../../core/mail/mailing-headers.ts'
import { parsePublication } from '../../../core/publication.ts'

const siteOf = (address: string, settings: object = {}) => {
  const publication = {
    title: 'The Example Post',
    description: 'News from everywhere',
    tag: 'example.org,2026',
    sender: { name: 'The Example Post', address },
    postalAddress: '1 Example Street, 12345 Exampletown',
    ...settings,
  }
  return { publication: parsePublication(JSON.stringify(publication)), url: 'https://news.example.org' }
}
const site = siteOf('post@example.org')
const mailing = {
  id: 'daily-12',
  digest: 'daily',
  sender: {},
  subject: 'Hello',
  language: 'en',
  at: '2026-11-21T06:00:00.000Z',
}

test('the shared headers mark the mail as an automatic mailing of a list', () => {
  const headers = mailingHeaders(site, mailing).split('\r\n')
  expect(headers).toEqual(
    expect.arrayContaining([
      'List-Id: "The Example Post" <daily.example.org>',
      'List-Archive: <https://news.example.org/issues/>',
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
      'Feedback-ID: daily-12:daily:digest:exampleorg',
      'Auto-Submitted: auto-generated',
    ]),
  )
})

test('a short sender domain is padded to the five characters that Feedback-ID needs', () => {
  expect(mailingHeaders(siteOf('x@a.be'), mailing)).toContain(':digest:abe00\r\n')
})

test('the headers of a recipient identify the delivery', () => {
  const unsubscribeUrl = 'https://news.example.org/unsubscribe?t=dW5z'
  const recipient = { subscriberId: 'ab12cd34', address: 'ada@example.org', unsubscribeUrl }
  expect(recipientHeaders(site, 'daily-12', recipient).split('\r\n')).toEqual([
    'To: <ada@example.org>',
    'Message-ID: <daily-12.ab12cd34@example.org>',
    `List-Unsubscribe: <${unsubscribeUrl}&one-click=1>`,
    'X-Postrider-Delivery: daily-12.ab12cd34',
    '',
  ])
})

test('a mail program can also unsubscribe with a mail, if SES receives it', async () => {
  const token = `k1.u${'ab'.repeat(12)}-${'the_longest_name_of_a_digest_'.repeat(2)}12..${'A_-b'.repeat(6).slice(2)}`
  const address = `${'l+e'.repeat(20)}@${'in.'.repeat(60)}example.org`
  const settings = { unsubscribeMail: { address } }
  const unsubscribeUrl = `https://news.example.org/unsubscribe?t=${encodeURIComponent(token)}`
  const recipient = { subscriberId: 'ab12cd34', address: 'ada@example.org', unsubscribeUrl }
  const headers = recipientHeaders(siteOf('post@example.org', settings), 'daily-12', recipient)
  expect(Math.max(...headers.split('\r\n').map((line) => line.length))).toBeLessThan(998)
  const parsed = (await simpleParser(`${headers}\r\nText`)).headers.get('list') as { unsubscribe?: unknown } // mailparser's
  expect(parsed.unsubscribe).toEqual({
    url: `${unsubscribeUrl}&one-click=1`,
    mail: `${address}?subject=unsubscribe%20${token}`,
  })
})
