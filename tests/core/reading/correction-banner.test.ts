import { expect, test } from 'vitest'
import { renderBody } from '../../../core/html/render-body.ts'
import { bannerText, composeBanner } from '../../../core/reading/correction-banner.ts'
import { accepted } from './sample.ts'

test.each([
  ['retracted', undefined, { status: 'retracted', label: 'Retracted', reason: '' }],
  ['corrected', ' It was\nTuesday. ', { status: 'corrected', label: 'Corrected', reason: 'It was Tuesday.' }],
  [undefined, 'It was Tuesday.', { status: 'corrected', label: 'Corrected', reason: 'It was Tuesday.' }],
  ['published', undefined, undefined],
  [undefined, ' ', undefined],
])('status %s with reason %j', (status, reason, banner) => {
  expect(composeBanner(status, reason, 'en')).toEqual(banner)
})

test('the label is in the language of the article, or else in English', () => {
  expect(composeBanner('retracted', '', 'de-AT')?.label).toBe('Zurückgezogen')
  expect(composeBanner('retracted', '', 'sw')?.label).toBe('Retracted')
})

test('a banner is above the text, and markup in its reason is plain text', () => {
  const { body } = accepted(
    'a.md',
    '---\ntitle: T\nstatus: retracted\nnotice: The <b>letter</b> was forged.\n---\nText',
  )
  expect(renderBody(body, 'https://x.example/').feed).toMatch(
    /^<blockquote class="alert alert-caution"><p><strong>Retracted.<\/strong> The &#x3C;b>letter&#x3C;\/b> was forged.<\/p><\/blockquote><p>Text/,
  )
})

test('the text of a banner ends its label with a full stop', () => {
  expect(bannerText({ status: 'retracted', label: 'Retracted', reason: 'Forged.' })).toBe('Retracted. Forged.')
  expect(bannerText({ status: 'retracted', label: 'Retracted', reason: '' })).toBe('Retracted.')
})
