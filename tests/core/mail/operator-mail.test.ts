import PostalMime from 'postal-mime'
import { expect, test } from 'vitest'
import { composeOperatorMail } from '../../../core/mail/operator-mail.ts'
import { publication } from '../reading/sample.ts'

const message = {
  operator: 'daily-12-approval',
  subject: 'Approve: The Example Post – größer',
  text: 'Line\n\n– größer\n',
}
const now = new Date('2026-11-21T06:00:00Z')

test('a mail to the operator is plain text, marked as automatic', async () => {
  const mail = composeOperatorMail({ ...publication, operator: 'desk@example.org' }, message, now)
  const parsed = await PostalMime.parse(mail.raw)
  expect(mail).toMatchObject({ source: publication.sender.address, destination: 'desk@example.org' })
  expect(parsed).toMatchObject({
    subject: message.subject,
    messageId: expect.stringMatching(/^<operator-daily-12-approval@/),
  })
  expect(parsed.text?.trimEnd()).toBe(message.text.trimEnd())
  expect(parsed.to).toEqual([{ address: 'desk@example.org', name: '' }])
  expect(new TextDecoder().decode(mail.raw)).toContain('Auto-Submitted: auto-generated\r\n')
})

test('without an operator, the mail goes to the sender', () => {
  expect(composeOperatorMail(publication, message, now).destination).toBe(publication.sender.address)
})
