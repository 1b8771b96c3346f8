import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Article } from '../../../core/articles/article.ts'
import { assembleMail } from '../../../core/issues/assemble-mail.ts'
import type { PersonalParts } from '../../../core/issues/personal-parts.ts'
import { renderVariant, type Variant } from '../../../core/issues/render-variant.ts'
import type { Site } from '../../../core/site.ts'
import { cleanLine } from '../../../core/text/clean-text.ts'
import { wrapText } from '../../../core/text/wrap-text.ts'
import { expectFolded } from '../../support/fold-golden.ts'
import { parseMail } from '../mail/parse-mail.ts'
import { lineEnd, mailFrame, sourceOf } from '../subscribers/sample-notices.ts'
import { sampleArticle, sampleArticles, sampleIssue, samplePersonal, sampleSite } from './sample-issue.ts'

const site = sampleSite()

test('the mail of the sample issue equals the golden file', async () => {
  const { mail } = mailOf(site, sampleArticles)
  await expectFolded(sourceOf(mail), mailFrame, '../../golden/mails/digest.eml', lineEnd)
})

describe('every mail', () => {
  const { variant, personal, mail } = mailOf(site, sampleArticles)
  const source = sourceOf(mail)

  test('is read the same way by independent parsers', async () => {
    const { mailparser, postalMime } = await parseMail(mail)
    expect(mailparser).toEqual(postalMime)
    expect(mailparser).toMatchObject({ ...expected(variant, personal), to: ['ada@example.org'] })
  })

  test('has body lines of at most 76 columns and header lines of at most 998, all ending in CRLF', () => {
    const [headers = '', body = ''] = source.split(/\r\n\r\n(.*)/s)
    for (const line of body.split('\r\n')) expect(line).toMatch(/^[\t -~]{0,76}$/)
    for (const line of headers.split('\r\n')) expect(line).toMatch(/^[ -~]{1,998}$/)
  })

  test('has the headers for one-click unsubscription', () => {
    expect(source).toContain(
      '\r\nList-Unsubscribe: <https://news.example.org/unsubscribe?t=dW5zdWJzY3JpYmU&one-click=1>\r\n',
    )
    expect(source).toContain('\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n')
    expect(source).toContain('\r\nList-Id: "The Example Post" <daily.example.org>\r\n')
  })

  test('is the same each time it is rendered', () => {
    expect(mailOf(site, sampleArticles).mail).toEqual(mail)
    expect(source).toContain('\r\nMessage-ID: <daily-12.ab12cd34@example.org>\r\n')
    expect(source).toContain('\r\nDate: Sat, 21 Nov 2026 06:00:00 +0000\r\n')
  })

  test('contains no image, no remote font and no links to other sites', () => {
    const { html } = variant.mail
    expect(html).not.toMatch(/<img|@import|<script|url\(/)
    for (const [, url] of html.matchAll(/href="(https?:[^"]*)"/g))
      expect(url).toMatch(/^https:\/\/news\.example\.org\//)
  })

  test('says in both parts why the recipient gets it', async () => {
    const { text, html } = (await parseMail(mail)).postalMime
    const reason = 'You are subscribed to “Daily digest” as ada@example.org.'
    expect(text).toContain(reason)
    expect(html).toContain(reason)
  })
})

const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc
    .array(
      fc.constantFrom(
        '\r\nBcc: eve@example.org\r\n',
        '.',
        '=',
        '=3D',
        '\n.\n',
        'עברית',
        '😀',
        '\ufdd0',
        '{{x}}',
        '<b>&"',
        'm'.repeat(90),
        ' ',
      ),
      { maxLength: 20 },
    )
    .map((pieces) => pieces.join('')),
)

test('parsers read any title, name, summary, sender and reason unchanged', async () => {
  await fc.assert(
    fc.asyncProperty(anyText, anyText, anyText, anyText, async (title, summary, name, reason) => {
      const article = sampleArticle('any', { title: `T${title}`, summary, authors: [{ slug: 'x', name }] })
      const sender = { ...sampleSite().publication.sender, name: `N${name}` }
      const { variant, personal, mail } = mailOf(sampleSite({ sender }), [article], { reason: cleanLine(reason) })
      const { mailparser, postalMime } = await parseMail(mail)
      expect(mailparser).toEqual(postalMime)
      expect(postalMime).toMatchObject({ ...expected(variant, personal), to: ['ada@example.org'] })
      expect(postalMime.from).toEqual({ name: cleanLine(`N${name}`), address: 'post@example.org' })
      expect(postalMime.headers).toHaveLength(16)
    }),
  )
})

test('a digest in a right-to-left script has the direction in its HTML, and no title in List-Id', () => {
  const { variant } = mailOf(sampleSite({ language: 'ar', title: 'الأخبار' }), sampleArticles)
  expect(variant.mail.html).toContain('<html lang="ar" dir="rtl"')
  expect(Buffer.from(assembleMail(variant, samplePersonal(site, variant.issue))).toString()).toContain(
    '\r\nList-Id: <daily.example.org>',
  )
})

function mailOf(site: Site, articles: readonly Article[], changes: Partial<PersonalParts> = {}) {
  const issue = sampleIssue(site, articles)
  const variant = renderVariant(
    site,
    issue,
    issue.articles.map(({ id }) => id),
  )
  const personal: PersonalParts = { ...samplePersonal(site, issue), ...changes }
  return { variant, personal, mail: assembleMail(variant, personal) }
}

/** Returns what parsers must find: the rendered parts, with their placeholders replaced. */
function expected({ mail }: Variant, personal: PersonalParts) {
  const { reason, preferencesUrl, unsubscribeUrl } = personal
  return {
    subject: mail.subject,
    html: fill(mail.html, [reason, preferencesUrl, unsubscribeUrl].map(escapeHtml)),
    text: fill(mail.text, [wrapText(reason), preferencesUrl, unsubscribeUrl]),
  }
}

function fill(part: string, values: readonly string[]): string {
  return part.replace(/[\ufdd0-\ufdd2]/g, (mark) => values[mark.charCodeAt(0) - 0xfdd0] ?? mark).trimEnd()
}

function escapeHtml(value: string): string {
  return value.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[c] ?? '&quot;')
}
