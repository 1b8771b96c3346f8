import { expect, test } from 'vitest'
import { renderMessagePage } from '../../../core/pages/message-page.ts'
import { elementsOf, parseHtml } from '../../support/html.ts'
import { site } from '../feeds/samples.ts'

test('a message page has the text direction of its language, and search engines must not list it', () => {
  const html = renderMessagePage(site, { title: 'إلغاء الاشتراك', paragraphs: [], language: 'ar' })
  expect(html).toContain('<div class="message" lang="ar" dir="rtl">')
  expect(html).toContain('<meta name="robots" content="noindex">')
})

test('fields of several forms have distinct ids, which their labels refer to', () => {
  const field = { kind: 'email', name: 'email', label: 'Address', value: 'a@example.org', hint: 'Yours.' } as const
  const form = { action: '/a', button: 'Go', fields: [field] }
  const html = renderMessagePage(site, { title: 'T', paragraphs: ['P'], forms: [form, { ...form, isQuiet: true }] })
  const { tree } = parseHtml(html)
  const inputs = elementsOf(tree, 'input').map(({ properties }) => properties)
  expect(inputs.map(({ id }) => id)).toEqual(['form-1-email', 'form-2-email'])
  expect(inputs[0]).toMatchObject({ type: 'email', required: true, ariaDescribedBy: ['form-1-email-hint'] })
  expect(elementsOf(tree, 'label').flatMap(({ properties }) => properties.htmlFor)).toEqual([
    'form-1-email',
    'form-2-email',
  ])
  expect(elementsOf(tree, 'button').map(({ properties }) => properties.className)).toEqual([
    ['button'],
    ['button', 'quiet'],
  ])
})
