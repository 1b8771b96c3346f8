import PostalMime from 'postal-mime'
import { expect, test } from 'vitest'
import { composeNoticeMail } from '../../../core/subscribers/compose-notice-mail.ts'
import { findNoticeReader } from '../../../core/subscribers/notice-reader.ts'
import { boundTo, verifyToken } from '../../../core/subscribers/token.ts'
import { sampleSite } from '../issues/sample-issue.ts'
import { parseMail } from '../mail/parse-mail.ts'
import { sampleSubscriber, secrets } from './sample-subscriber.ts'

const now = new Date('2026-11-21T06:00:00Z')
const request = { subscriberId: sampleSubscriber().id, requestId: 'request-1' }
const inDays = (days: number) => new Date(now.getTime() + days * 24 * 60 * 60 * 1000)

const decode = (_: string, code: string) => String.fromCharCode(Number.parseInt(code, 16))

function tokenIn(raw: Uint8Array, page: string): string {
  const text = Buffer.from(raw)
    .toString('latin1')
    .replace(/=\r\n/g, '')
    .replace(/=(3D|2E)/g, decode)
  return new RegExp(`\\nhttps://news.example.org/${page}\\?t=([\\w.-]+)\\r`).exec(text)?.[1] ?? 'none'
}

test('a pending subscriber gets a link to confirm that is valid for a week', () => {
  const pending = sampleSubscriber({ state: 'pending' })
  const mail = composeNoticeMail(sampleSite(), pending, request, secrets, now)
  expect(mail).toMatchObject({ source: 'post@example.org', destination: 'ada@example.org' })
  const token = tokenIn(mail.raw, 'confirm')
  expect(verifyToken(secrets, 'confirm', token, inDays(7))).toMatchObject({ kind: 'valid', subscriberId: pending.id })
  expect(verifyToken(secrets, 'confirm', token, inDays(7.01)).kind).toBe('expired')
})

test('a confirmed subscriber gets a link to the preferences and none to confirm', () => {
  const { raw } = composeNoticeMail(sampleSite(), sampleSubscriber(), request, secrets, now)
  expect(verifyToken(secrets, 'preferences', tokenIn(raw, 'preferences'), inDays(9999)).kind).toBe('valid')
  expect(tokenIn(raw, 'confirm')).toBe('none')
})

test('a link to move is bound to the address that the mail goes to, and valid for a day', () => {
  const message = { ...request, notice: 'confirmMove', to: 'new@example.org' } as const
  const reader = findNoticeReader(message, sampleSubscriber()) ?? sampleSubscriber()
  const mail = composeNoticeMail(sampleSite(), reader, message, secrets, now)
  expect(mail.destination).toBe('new@example.org')
  const bound = boundTo('NEW@example.org', secrets)
  const verified = verifyToken(secrets, ['address', 'move'], tokenIn(mail.raw, 'address'), inDays(1))
  expect(verified).toMatchObject({ kind: 'valid', purpose: 'move', bound })
})

test('a welcome mail leads to the latest issue, if there is one, and has one-click unsubscribe', () => {
  const message = { ...request, notice: 'welcome' } as const
  const latest = { title: 'Daily digest #7', url: 'https://news.example.org/issues/daily/7/' }
  const raw = (issue?: typeof latest) =>
    Buffer.from(
      composeNoticeMail(sampleSite(), sampleSubscriber(), message, secrets, now, { latest: issue }).raw,
    ).toString('latin1')
  expect(raw(latest)).toMatch(/\nhttps:\/\/news.example.org\/issues\/daily\/7\/\r[\s\S]*Daily digest #7/)
  expect(raw()).toContain('\nhttps://news.example.org/\r')
  expect(raw()).toMatch(/^List-Unsubscribe: <https:\/\/news.example.org\/unsubscribe\?t=[\w.-]+&one-click=1>\r$/m)
  expect(raw()).toContain('\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n')
})

test.each([
  ['de-AT', 'ltr', 'Bitte bestätigen'],
  ['ar', 'rtl', 'أكّد اشتراكك'],
  ['it', 'ltr', 'Confirm your subscription'],
])('the notice mail to a subscriber with the language %s is %s: %s', async (language, direction, subject) => {
  const mail = composeNoticeMail(sampleSite(), sampleSubscriber({ state: 'pending', language }), request, secrets, now)
  const { postalMime } = await parseMail(mail.raw)
  expect(postalMime.subject).toContain(subject)
  expect(postalMime.html).toContain(`dir="${direction}"`)
})

test('the mail with a subscriber’s data has it as an attachment, in every language', async () => {
  const message = { ...request, notice: 'export' } as const
  const data = { address: 'ada@example.org', consent: { text: 'Ich möchte «Die Post» erhalten. '.repeat(20) } }
  const mail = composeNoticeMail(sampleSite(), sampleSubscriber({ language: 'de' }), message, secrets, now, { data })
  const { mailparser, postalMime } = await parseMail(mail.raw)
  expect(mailparser).toEqual(postalMime)
  expect(postalMime.subject).toBe('Ihre Daten bei The Example Post')
  expect(postalMime.text).toContain('angehängten Datei')
  const [attachment] = (await PostalMime.parse(mail.raw)).attachments
  expect(attachment).toMatchObject({ filename: 'my-subscription.json', mimeType: 'application/json' })
  expect(JSON.parse(new TextDecoder().decode(attachment?.content as ArrayBuffer))).toEqual(data)
  const source = Buffer.from(mail.raw).toString('latin1')
  expect(source.match(/MIME-Version/g)).toHaveLength(1)
  expect(Math.max(...source.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998)
})

test.each([
  ['en', 'open this link and press the button', 'Open the confirmation page:\n'],
  ['de', 'öffnen Sie diesen Link und klicken Sie auf die Schaltfläche', 'Bestätigungsseite öffnen:\n'],
  ['fr', 'ouvrez ce lien et cliquez sur le bouton', 'Ouvrir la page de confirmation\u00a0:\n'],
  ['es', 'abra este enlace y pulse el botón', 'Abrir la página de confirmación:\n'],
  ['ar', 'افتح هذا الرابط واضغط الزر', 'فتح صفحة التأكيد:\n'],
])('the mail to confirm in %s says that there are two steps', async (language, steps, label) => {
  const mail = composeNoticeMail(sampleSite(), sampleSubscriber({ state: 'pending', language }), request, secrets, now)
  const { text = '', html = '' } = (await parseMail(mail.raw)).postalMime
  expect(text.replaceAll(/(?<! )\n(?!\n)/g, ' ').replaceAll('\n', ' ')).toContain(steps)
  expect(html).toContain(steps)
  expect(text).toContain(label)
})

test('notices about a digest have its sender, and those about data and addresses that of the publication', async () => {
  const site = sampleSite()
  const { daily } = site.publication.digests
  if (!daily) throw new Error('there is no daily digest')
  const digests = {
    daily: { ...daily, from: { name: { en: 'Letters', de: 'Briefe' } }, replyTo: 'letters@example.net' },
  }
  const senderOf = async (notice?: 'welcome' | 'moved', language = 'en') => {
    const reader = sampleSubscriber({ digest: 'daily', language })
    const { raw, source } = composeNoticeMail(
      sampleSite({ digests }),
      reader,
      { ...request, ...(notice && { notice }) },
      secrets,
      now,
    )
    const { from, replyTo } = (await parseMail(raw)).mailparser
    return [source, from.address, from.name, ...replyTo]
  }
  const verified = ['post@example.org', 'post@example.org']
  expect(await senderOf('welcome')).toEqual([...verified, 'Letters', 'letters@example.net'])
  expect(await senderOf(undefined, 'de')).toEqual([...verified, 'Briefe', 'letters@example.net'])
  expect(await senderOf('moved')).toEqual([...verified, 'The Example Post'])
})
