import { expect, test } from 'vitest'
import { writePermissionMail } from '../../../core/permission/write-permission-mail.ts'
import { sampleSite } from '../issues/sample-issue.ts'
import { parseMail } from '../mail/parse-mail.ts'
import { sampleSubscriber, secrets } from '../subscribers/sample-subscriber.ts'

test.each([
  ['en', /^Do you still want/],
  ['de', /weiterhin erhalten\?$/],
  ['fr', /^Souhaitez-vous/],
  ['es', /^¿Quiere seguir/],
  ['ar', /^هل ما زلت/],
])('the question in %s has a link to answer and one to unsubscribe', async (language, subject) => {
  const delivery = { issueId: 'permission_20261102', subscriberId: 'a0b1c2d3e4f5a6b7c8d9e0f1' }
  const now = new Date('2028-11-21T06:00:00Z')
  const reader = sampleSubscriber({ language })
  const mail = writePermissionMail(sampleSite(), delivery, reader, secrets, now)
  const { mailparser, postalMime } = await parseMail(mail.raw)
  expect(mailparser).toEqual(postalMime)
  expect(mail.tags).toMatchObject({ issue: 'permission_20261102' })
  expect(postalMime.subject).toMatch(subject)
  expect(postalMime.text).toMatch(/https:\/\/news\.example\.org\/confirm\?t=\S+/)
  expect(postalMime.text).toMatch(/https:\/\/news\.example\.org\/unsubscribe\?t=\S+/)
  expect(Buffer.from(mail.raw).toString('latin1')).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m)
})
