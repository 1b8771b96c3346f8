import { expect, test } from 'vitest'
import { readRelay, readSes } from '../../../cli/start/read-relay.ts'

const SMTP_URL = 'smtps://me:secret@mail.readers.press'

test('without SMTP_URL, no mail leaves this machine', () => {
  expect(readRelay({ SMTP_PER_DAY: '5' })).toBeUndefined()
  expect(readRelay({ SMTP_URL: '' })).toBeUndefined()
})

test('the limits of the mail server are those of the account', () => {
  expect(readRelay({ SMTP_URL })).toEqual({
    relay: { smtpUrl: SMTP_URL },
    quota: { maxSendRate: 14, max24HourSend: 50_000 },
  })
  const more = { SMTP_PER_SECOND: '0.5', SMTP_PER_DAY: '300', SMTP_BOUNCE_ADDRESS: 'bounces@readers.press' }
  expect(readRelay({ SMTP_URL, ...more })).toEqual({
    relay: { smtpUrl: SMTP_URL, bounceAddress: 'bounces@readers.press' },
    quota: { maxSendRate: 0.5, max24HourSend: 300 },
  })
})

test.each([
  [{ SMTP_URL: 'mail.readers.press' }, 'SMTP_URL: The URL'],
  [{ SMTP_URL: 'smtp://me:secret@mail.readers.press?tls=none' }, 'SMTP_URL: A password'],
  [{ SMTP_URL, SMTP_PER_DAY: '0' }, 'SMTP_PER_DAY is 0'],
  [{ SMTP_URL, SMTP_PER_SECOND: 'many' }, 'SMTP_PER_SECOND is many'],
  [{ SMTP_URL, SMTP_BOUNCE_ADDRESS: 'bounces+x@readers.press' }, 'SMTP_BOUNCE_ADDRESS'],
])('%o is refused', (environment, words) => {
  const read = () => readRelay(environment)
  expect(read).toThrow(words)
  expect(read).not.toThrow('secret')
})

test('SES needs a way back for bounces, and AWS itself', () => {
  expect(readSes({})).toBeUndefined()
  const all = { SES_REGION: 'eu-west-1', SES_CONFIGURATION_SET: 'news', SES_FEEDBACK_QUEUE_URL: 'https://sqs/1/news' }
  expect(readSes(all)).toEqual({ region: 'eu-west-1', configurationSet: 'news', queueUrl: 'https://sqs/1/news' })
  expect(() => readSes({ ...all, SES_FEEDBACK_QUEUE_URL: '' })).toThrow('bounces would not come back')
  expect(() => readSes({ ...all, SMTP_URL })).toThrow('not both')
  expect(() => readSes({ ...all, AWS_ENDPOINT_URL: 'http://127.0.0.1:4566' })).toThrow('Unset AWS_ENDPOINT_URL')
})
