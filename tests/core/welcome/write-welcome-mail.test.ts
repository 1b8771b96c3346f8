import { expect, test } from 'vitest'
import { writeWelcomeMail } from '../../../core/welcome/write-welcome-mail.ts'
import { sampleSite } from '../issues/sample-issue.ts'
import { sampleSubscriber, secrets } from '../subscribers/sample-subscriber.ts'
import { sampleText } from './sample-welcome.ts'

test('the mail goes to the reader with the tags of its delivery', () => {
  const reader = sampleSubscriber()
  const delivery = { issueId: 'welcome_2', subscriberId: reader.id }
  const move = { number: 2, text: sampleText() }
  const mail = writeWelcomeMail(sampleSite(), move, delivery, reader, secrets, '2026-11-21T06:00:00.000Z')
  expect(mail).toMatchObject({
    source: 'post@example.org',
    destination: reader.address,
    tags: { issue: 'welcome_2', delivery: reader.id },
  })
})
