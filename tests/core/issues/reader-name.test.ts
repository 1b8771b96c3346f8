import { describe, expect, test } from 'vitest'
import { assembleMail } from '../../../core/issues/assemble-mail.ts'
import { composeIssue } from '../../../core/issues/compose-issue.ts'
import type { Issue, UploadedInsert } from '../../../core/issues/issue.ts'
import { renderVariant } from '../../../core/issues/render-variant.ts'
import { parseMail } from '../mail/parse-mail.ts'
import { sampleArticle, samplePersonal, sampleSite } from './sample-issue.ts'

const site = sampleSite()
const note: UploadedInsert = {
  title: 'Dear {name|reader},',
  subject: '{name|Reader}, three things',
  preheader: 'For {name|you}',
  html: '<p>Hello <b>{name|Q&amp;A fan}</b>, <a href="https://example.org/">see, {name|you}</a>: <code>{name|x}</code></p>',
  image: undefined,
  language: 'en',
  direction: 'ltr',
}
const article = sampleArticle('templates', { title: 'Writing {name|reader}', summary: 'As in {name|reader}.' })

function issueWith(changes: Partial<UploadedInsert> = {}): Issue {
  const extras = { note: { ...note, ...changes } }
  return composeIssue(site, 'daily', 12, [article], '2026-11-21T06:00:00.000Z', extras)
}

async function mailTo(name: string | undefined, issue = issueWith()) {
  const raw = assembleMail(renderVariant(site, issue, ['templates']), { ...samplePersonal(site, issue), name })
  const { mailparser, postalMime } = await parseMail(raw)
  expect(mailparser).toEqual(postalMime)
  const source = Buffer.from(raw).toString('latin1')
  for (const line of source.split('\r\n')) expect(line).toMatch(/^[\t -~]{0,998}$/)
  const { subject = '', html = '', text = '' } = postalMime
  return { subject, html, text, source, all: `${subject}${html}${text}` }
}

describe('a note with the name of the reader', () => {
  test('calls readers by their names, also in the subject, the title, the preheader and a link', async () => {
    const { subject, html, text } = await mailTo('Ada')
    expect(subject).toBe('Ada, three things')
    expect(html).toContain('<title>Ada, three things</title>')
    expect(html).toContain('For Ada')
    expect(html).toContain('>Dear Ada,</h2>')
    expect(html).toContain('Hello <b>Ada</b>')
    expect(html).toMatch(/<a [^>]*href="https:\/\/example\.org\/"[^>]*>see, Ada<\/a>/)
    expect(text).toContain('Dear Ada,')
    expect(text).toContain('Hello Ada, see, Ada [')
  })

  test('has other words for readers without a name', async () => {
    const { subject, html, text } = await mailTo(undefined)
    expect(subject).toBe('Reader, three things')
    expect(html).toContain('Hello <b>Q&amp;A fan</b>')
    expect(text).toContain('Hello Q&A fan, see, you [')
    expect(renderVariant(site, issueWith(), ['templates']).mail.subject).toBe('Reader, three things')
  })

  test('leaves code and the articles as they are written', async () => {
    const { html, text } = await mailTo('Ada')
    expect(html).toContain('{name|x}')
    expect(text).toContain('{name|x}')
    for (const part of [html, text]) {
      expect(part).toContain('Writing {name|reader}')
      expect(part).toContain('As in {name|reader}.')
    }
  })

  test('is rendered once: the mails of two readers differ in their own parts only', async () => {
    const variant = renderVariant(site, issueWith(), ['templates'])
    const of = (name: string) =>
      Buffer.from(assembleMail(variant, { ...samplePersonal(site, variant.issue), name })).toString('latin1')
    expect(of('Ada').replaceAll('Ada', 'Bob')).toBe(of('Bob'))
    expect(variant.pieces.filter((piece) => piece instanceof Uint8Array).length).toBeGreaterThan(1)
  })

  test.each([
    ["O\"Brien <b>&amp; 'Co' $& $1", 'O&quot;Brien &lt;b&gt;&amp;amp;'],
    ['=?utf-8?q?x?=', '=?utf-8?q?x?='],
    ['{name|x}', '{name|x}'],
    ['Zoë 王小明 🌸', 'Zoë 王小明 🌸'],
    ['Ada'.repeat(33), 'Ada'.repeat(33)],
  ])('is safe for the name %j', async (name, inHtml) => {
    const { subject, html, text, source } = await mailTo(name)
    expect(subject).toBe(`${name}, three things`)
    expect(html).toContain(`Hello <b>${inHtml}`)
    expect(html).not.toContain('<b>&amp;amp;')
    expect(text.replace(/\s+/g, ' ')).toContain(`Hello ${name}, see`)
    expect(source.match(/^Subject:/gm)).toHaveLength(1)
  })

  test('isolates a name that is written in the other direction', async () => {
    const { subject, html } = await mailTo('مريم')
    expect(subject).toBe('\u2068مريم\u2069, three things')
    expect(html).toContain('Hello <b>\u2068مريم\u2069</b>')
    const arabic = issueWith({ language: 'ar', direction: 'rtl', subject: 'مرحبا {name|بك}' })
    expect((await mailTo('Ada', arabic)).subject).toBe('مرحبا \u2068Ada\u2069')
  })
})

test('the subject of a digest contains the name, and headlines keep their braces', async () => {
  const { daily } = site.publication.digests
  if (!daily) throw new Error('The sample has no daily digest')
  const digests = { daily: { ...daily, subject: '{name|Hello}: {headline} {x}' } }
  const named = sampleSite({ digests })
  const issue = composeIssue(named, 'daily', 12, [article], '2026-11-21T06:00:00.000Z')
  const raw = assembleMail(renderVariant(named, issue, ['templates']), { ...samplePersonal(named, issue), name: 'Ada' })
  expect((await parseMail(raw)).postalMime.subject).toBe('Ada: Writing {name|reader} {x}')
})
