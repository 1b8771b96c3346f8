import { expect, test } from 'vitest'
import { ledgerEntry } from '../../../core/deliveries/delivery.ts'
import { mailWriter } from '../../../core/deliveries/write-mail.ts'
import { verifyToken } from '../../../core/subscribers/token.ts'
import { sampleIssue, sampleSite } from '../issues/sample-issue.ts'
import { parseMail } from '../mail/parse-mail.ts'
import { sampleSubscriber, secrets } from '../subscribers/sample-subscriber.ts'

const site = sampleSite()
const issue = sampleIssue(site)
const writer = () => mailWriter(site, issue, secrets)
const delivery = (subscriberId: string, articles: readonly string[]) =>
  ledgerEntry('daily-12', { subscriberId, articles })

test('a mail goes from the publication to the subscriber, with the tags of its delivery', () => {
  const { source, destination, tags } = writer()(delivery('ab12', ['climate']), sampleSubscriber())
  expect({ source, destination, tags }).toEqual({
    source: 'post@example.org',
    destination: 'ada@example.org',
    tags: { issue: 'daily-12', delivery: 'ab12' },
  })
})

test('a mail has a valid unsubscribe token of its own recipient', async () => {
  const write = writer()
  for (const id of ['ab12', 'cd34']) {
    const { raw } = write(delivery(id, ['climate']), sampleSubscriber({ id }))
    const { text = '' } = (await parseMail(raw)).postalMime
    const token = new URL(/https:\S+unsubscribe\S+/.exec(text)?.[0] ?? '').searchParams.get('t') ?? ''
    expect(verifyToken(secrets, 'unsubscribe', token, new Date())).toMatchObject({
      kind: 'valid',
      subscriberId: id,
      bound: 'daily_12',
    })
  }
})

test('subscribers who speak different languages get different variants', async () => {
  const write = writer()
  const mails = ['en', 'de'].map((language) => write(delivery('ab12', ['climate']), sampleSubscriber({ language })))
  const texts = await Promise.all(mails.map(async ({ raw }) => (await parseMail(raw)).postalMime.text))
  expect(texts[0]).toContain('You are subscribed to')
  expect(texts[1]).toContain('abonniert')
})
