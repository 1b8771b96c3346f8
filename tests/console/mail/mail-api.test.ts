import { expect, test } from 'vitest'
import { openConsole } from '../console-fixture.ts'
import { sampleMail } from '../samples.ts'

test('the API lists the mails, newest first', async () => {
  const { ask } = await openConsole({ mails: [{ content: 'b' }, { content: 'a' }] })
  const answer = await ask('/api/mails')
  expect(answer.headers.get('content-type')).toContain('application/json')
  expect(await answer.json()).toEqual([
    {
      id: 'mail-0',
      at: '2026-03-01T06:00:30.000Z',
      subject: 'Mail 0',
      from: 'news@night-mail.example.org',
      to: ['ada@example.org'],
      file: '0-mail-0.eml',
    },
    expect.objectContaining({ id: 'mail-1' }),
  ])
  expect(await (await ask('/api/mails?before=mail-0')).json()).toEqual([expect.objectContaining({ id: 'mail-1' })])
})

test('the API returns a single mail with its headers, HTML and text', async () => {
  const { ask } = await openConsole({
    mails: [{ content: `Received: a\r\nReceived: b\r\n${sampleMail('<p>Hello</p>')}` }],
  })
  expect(await (await ask('/api/mails/mail-0')).json()).toMatchObject({
    id: 'mail-0',
    headers: {
      received: ['a', 'b'],
      subject: ['Over the border ✉'],
      'list-unsubscribe': ['<http://127.0.0.1:4000/unsubscribe?t=token>'],
    },
    html: expect.stringContaining('<p>Hello</p>'),
    text: expect.stringContaining('In words.'),
  })
})

test('a part that a mail lacks is null', async () => {
  const { ask } = await openConsole({ mails: [{ content: 'Subject: Hi\r\n\r\nwords' }] })
  expect(await (await ask('/api/mails/mail-0')).json()).toMatchObject({ html: null })
})

test('the response for an unknown mail is an error in JSON', async () => {
  const { ask } = await openConsole()
  const answer = await ask('/api/mails/unknown')
  expect(answer.status).toBe(404)
  expect(await answer.json()).toEqual({ error: 'There is no such mail.' })
})
