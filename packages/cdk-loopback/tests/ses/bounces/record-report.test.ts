import { expect, test } from 'vitest'
import { createMessageId } from '../../../src/ses/message-id.ts'
import { returnAddress } from '../../../src/ses/relay/return-address.ts'
import { signedFetch } from '../../signing.ts'
import { startSes } from '../ses-fixture.ts'
import { complaint, exchange, harmless, type Original, postfix, qmail } from './samples.ts'

const to = 'ann@readers.press'

/** Sends a mail, and returns what its bounces contain. */
async function startWithMail(destinations: readonly string[] = [to]) {
  const ses = await startSes()
  const { MessageId: id = '' } = await ses.send({ Destinations: [...destinations], ConfigurationSetName: 'main' })
  const original = {
    ...{ to, messageId: `<${id}@email.amazonses.com>` },
    returnTo: returnAddress({ id, source: '' }, 'bounces@readers.press'),
  }
  const giveBack = async (body: Buffer, query = '') => {
    const options = { method: 'POST', service: 'ses', body: body.toString('latin1') }
    const response = await signedFetch(`${ses.url}/returned-mail${query}`, options)
    return (await response.json()) as { readonly result: string; readonly messageId?: string }
  }
  const reports = () => ses.events().slice(2)
  return { ...ses, id, original, giveBack, reports }
}

const unknownId = createMessageId(new Date(0))
const unknown: Original = {
  ...{ to, messageId: `<${unknownId}@email.amazonses.com>` },
  returnTo: returnAddress({ id: unknownId, source: '' }, 'bounces@readers.press'),
}

test('a bounce becomes an event of its mail, and suppresses the address', async () => {
  const { original, giveBack, reports, id, send, events } = await startWithMail()
  expect(await giveBack(postfix(original))).toEqual({ result: 'bounce', messageId: id })
  expect(reports()).toMatchObject([
    {
      eventType: 'Bounce',
      mail: { messageId: id },
      bounce: {
        ...{ bounceType: 'Permanent', reportingMTA: 'dns; mail.readers.press' },
        bouncedRecipients: [{ emailAddress: to, status: '5.1.1', action: 'failed' }],
      },
    },
  ])
  await send({ Destinations: [to], ConfigurationSetName: 'main' })
  expect(events().at(-1)?.bounce).toMatchObject({ bounceSubType: 'OnAccountSuppressionList' })
})

test('refusals of the sender and delays suppress nobody', async () => {
  const { original, giveBack, reports, send, events } = await startWithMail()
  await giveBack(postfix(original, '5.7.1'))
  await giveBack(postfix(original, '4.4.1', 'delayed'))
  await giveBack(postfix(original, '4.4.7'))
  expect(reports()).toMatchObject([
    { eventType: 'Bounce', bounce: { bounceType: 'Transient' } },
    { eventType: 'DeliveryDelay' },
    { eventType: 'Bounce', bounce: { bounceType: 'Transient', bounceSubType: 'General' } },
  ])
  await send({ Destinations: [to], ConfigurationSetName: 'main' })
  expect(events().at(-1)?.eventType).toBe('Delivery')
})

test('the return address is enough, also if the mailbox forwards, or the server knows only words', async () => {
  const { original, giveBack, reports } = await startWithMail()
  expect(await giveBack(exchange(original))).toMatchObject({ result: 'bounce' })
  expect(
    await giveBack(qmail({ ...unknown, returnTo: 'x@readers.press' }), `?to=${encodeURIComponent(original.returnTo)}`),
  ).toMatchObject({ result: 'bounce' })
  expect(reports().map(({ bounce }) => bounce)).toMatchObject([
    { bouncedRecipients: [{ emailAddress: to }] },
    { bouncedRecipients: [{ emailAddress: to }] },
  ])
})

test('a complaint needs the Message-ID only', async () => {
  const { original, giveBack, reports } = await startWithMail()
  await giveBack(complaint(original))
  expect(reports()).toMatchObject([{ eventType: 'Complaint', complaint: { complaintFeedbackType: 'abuse' } }])
})

test('nobody can invent a bounce of somebody else', async () => {
  const { original, giveBack, reports, id } = await startWithMail()
  const forged = [
    postfix(unknown),
    postfix({ ...unknown, messageId: '<guess@email.amazonses.com>' }),
    // The Message-ID of a mail to one reader says nothing about another.
    postfix({ ...original, to: 'bob@readers.press', returnTo: 'bounces@readers.press' }),
    exchange({ ...original, returnTo: 'bounces@readers.press' }),
    qmail({ ...original, returnTo: 'bounces@readers.press' }),
    complaint(unknown),
  ]
  for (const each of forged) expect(await giveBack(each)).toMatchObject({ result: 'ignored' })
  expect(reports()).toEqual([])
  expect(await giveBack(postfix({ ...original, returnTo: 'bounces@readers.press' }))).toEqual({
    result: 'bounce',
    messageId: id,
  })
})

test('of several recipients, only the one in the report bounces', async () => {
  const { original, giveBack, reports } = await startWithMail(['bob@readers.press', to])
  await giveBack(postfix(original))
  expect(reports()).toMatchObject([{ bounce: { bouncedRecipients: [{ emailAddress: to }] } }])
  expect(await giveBack(exchange(original))).toMatchObject({ result: 'ignored' })
})

test('other mails change nothing, and neither does a request without a signature', async () => {
  const { original, giveBack, reports, url } = await startWithMail()
  for (const [name, mail] of Object.entries(harmless(original)))
    expect([name, await giveBack(mail)]).toMatchObject([name, { result: 'ignored' }])
  const unsigned = await fetch(`${url}/returned-mail`, { method: 'POST', body: postfix(original) as BodyInit })
  expect(unsigned.ok).toBe(false)
  expect(reports()).toEqual([])
})

test('the door of the relay says what it does', async () => {
  const { url } = await startWithMail()
  const response = await signedFetch(`${url}/relay`, { service: 'ses' })
  expect(await response.json()).toEqual({})
})
