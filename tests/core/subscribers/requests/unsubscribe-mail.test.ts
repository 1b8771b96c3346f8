import { expect, test } from 'vitest'
import { decodeAscii, parseUnsubscribeMails, readFrom } from '../../../../core/subscribers/requests/unsubscribe-mail.ts'

test.each([
  undefined,
  null,
  'text',
  {},
  { Records: [] },
  { Records: [null] },
  { Records: [{ s3: {} }] },
  { Records: [{ ses: { mail: {} } }] },
])('the event %j is not about a received mail', (event) => {
  expect(() => parseUnsubscribeMails(event)).toThrow(TypeError)
})

test('the event of a mail is read with the names of its headers in lower case', () => {
  const mail = {
    ...{ messageId: 'm1', source: '<a@example.org>', headersTruncated: 'true' },
    headers: [{ name: 'From', value: 'a@example.org' }],
    commonHeaders: { subject: 'Stop', from: ['a@example.org'] },
  }
  const receipt = { spamVerdict: { status: 'PASS' }, dmarcVerdict: { status: 'GRAY' } }
  expect(parseUnsubscribeMails({ Records: [{ ses: { mail, receipt } }] })).toEqual([
    {
      ...{ messageId: 'm1', envelopeSender: 'a@example.org', isTruncated: true },
      headers: [{ name: 'from', value: 'a@example.org' }],
      common: { subject: 'Stop', from: ['a@example.org'] },
      verdicts: { spam: 'PASS', virus: '', spf: '', dkim: '', dmarc: 'GRAY' },
    },
  ])
})

test.each([
  ['ada@example.org', 'ada@example.org'],
  ['<ada@example.org>', 'ada@example.org'],
  ['"Ada, \\"the <first@example.net>\\"" <Ada@Example.ORG>', 'Ada@example.org'],
  ['eve@example.net (Eve) ', 'eve@example.net'],
  ['"eve@example.net" <ada@example.org>', 'ada@example.org'],
  ['=?UTF-8?Q?Ad=C3=A1?= <ada@xn--mnchen-3ya.example>', 'ada@xn--mnchen-3ya.example'],
  ['Ada <ada@MÜNCHEN.example>', 'ada@xn--mnchen-3ya.example'],
])('%s is from %s', (from, address) => {
  expect(readFrom(from)).toBe(address)
})

test.each([
  '<a@example.org>, <b@example.org>',
  'a@example.org, b@example.org',
  'a@example.org <b@example.org>',
  'friends: a@example.org;',
  '(a@example.org) Ada',
  '<a@example.org> b@example.org',
  'a@example.org\u200b',
  '"unclosed <a@example.org>',
  '"a b"@example.org',
  'Ada',
  '',
  `${'"('.repeat(50_000)} <a@example.org>`,
])('%j is from nobody in particular', (from) => {
  expect(readFrom(from)).toBeUndefined()
})

test.each([
  ['=?utf-8?q?un_sub=2Escribe?=', 'un sub.scribe'],
  ['=?UTF-8?B?dW5z?=\r\n =?UTF-8?b?dWI=?= x', 'unsub x'],
  ['=? no word ?=', '=? no word ?='],
])('%j is decoded', (text, decoded) => {
  expect(decodeAscii(text)).toBe(decoded)
})
