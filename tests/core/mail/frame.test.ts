import { expect, test } from 'vitest'
import { mailFrame, textFrame } from '../../../core/mail/frame.ts'
import { messagesFor } from '../../../core/text/locales.ts'
import { sampleSite } from '../issues/sample-issue.ts'

test('the imprint is the title and the postal address, without repeating the title', () => {
  const address = '1 Example Street, 12345 Exampletown'
  expect(textFrame(sampleSite()).site.imprint).toBe(`The Example Post, ${address}`)
  const postalAddress = `The Example Post, ${address}`
  expect(textFrame(sampleSite({ postalAddress })).site.imprint).toBe(postalAddress)
})

test('a mail in a right-to-left language is aligned to the right', () => {
  expect(mailFrame(sampleSite(), messagesFor('ar', 'ar'), 'x')).toMatchObject({ direction: 'rtl', align: 'right' })
  expect(mailFrame(sampleSite(), messagesFor('en', 'en'), 'x')).toMatchObject({ direction: 'ltr', align: 'left' })
})

test('a logo is shown at most 400 by 120 pixels large, instead of the title', () => {
  const show = (width: number, height: number) => {
    const { logo, nameplate } = mailFrame(
      sampleSite({ logo: { url: 'https://x.example/logo.png', width, height } }),
      messagesFor('en', 'en'),
      'x',
    ).site
    return [nameplate, logo]
  }
  const logo = { url: 'https://x.example/logo.png', alt: 'The Example Post' }
  expect(show(800, 200)).toEqual(['', { ...logo, width: 400, height: 100, plate: 408 }])
  expect(show(480, 480)).toEqual(['', { ...logo, width: 120, height: 120, plate: 128 }])
  expect(show(100, 40)).toEqual(['', { ...logo, width: 100, height: 40, plate: 108 }])
})

test('an icon is shown above the title, and has no words of its own', () => {
  const { site } = mailFrame(sampleSite({ icon: 'https://x.example/i.png' }), messagesFor('en', 'en'), 'x')
  expect(site).toMatchObject({ nameplate: 'The Example Post', logo: { alt: '', width: 64, height: 64 } })
  expect(mailFrame(sampleSite(), messagesFor('en', 'en'), 'x').site).toMatchObject({ logo: false })
})
