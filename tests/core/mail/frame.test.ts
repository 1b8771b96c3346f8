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
