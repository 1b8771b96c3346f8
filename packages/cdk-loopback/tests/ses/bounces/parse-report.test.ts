import { expect, test } from 'vitest'
import { parseReturned } from '../../../src/ses/bounces/parse-report.ts'
import { complaint, exchange, harmless, postfix, qmail } from './samples.ts'

const original = { to: 'ann@readers.press', messageId: '<1@email.amazonses.com>', returnTo: 'bounces+1@readers.press' }

test('a bounce of Postfix names the recipient, the status and the words of the other server', async () => {
  expect(await parseReturned(postfix(original))).toEqual({
    report: {
      kind: 'failed',
      reportingMTA: 'dns; mail.readers.press',
      recipients: [
        {
          addresses: ['ann@readers.press'],
          status: '5.1.1',
          diagnosticCode:
            'smtp; 550 5.1.1 <ann@readers.press>: Recipient address rejected: User unknown in virtual mailbox table',
        },
      ],
    },
    recipients: ['bounces+1@readers.press', 'bounces+1@readers.press'],
    messageIds: ['<1@email.amazonses.com>'],
  })
})

test('a delay is no bounce', async () => {
  const { report } = await parseReturned(postfix(original, '4.4.1', 'delayed'))
  expect(report).toMatchObject({ kind: 'delayed', recipients: [{ status: '4.4.1' }] })
})

test('a bounce of Exchange contains the whole mail, with a folded Message-ID', async () => {
  const { report, messageIds } = await parseReturned(exchange(original))
  expect(report).toMatchObject({ kind: 'failed', recipients: [{ addresses: ['someone@target.example.net'] }] })
  expect(messageIds).toEqual(['<1@email.amazonses.com>'])
})

test('a bounce in words counts if a mail server wrote it and it has a reason', async () => {
  const { report } = await parseReturned(qmail(original))
  expect(report).toEqual({
    kind: 'failed',
    recipients: [
      { addresses: [], status: '5.1.1', diagnosticCode: 'smtp; Sorry, no mailbox here by that name. (#5.1.1)' },
    ],
  })
  const blocked = await parseReturned(qmail(original, 'Remote host said: 554 Blocked, see our policy'))
  expect(blocked.report).toMatchObject({ recipients: [{ diagnosticCode: 'smtp; 554 Blocked, see our policy' }] })
})

test('a complaint says of which kind it is', async () => {
  expect(await parseReturned(complaint(original))).toMatchObject({
    report: { kind: 'complaint', feedbackType: 'abuse', userAgent: 'ProviderFBL/1.0' },
    messageIds: ['<1@email.amazonses.com>'],
  })
})

test.each(Object.entries(harmless(original)))('%s reports nothing', async (_name, mail) => {
  expect((await parseReturned(mail)).report).toBeUndefined()
})
