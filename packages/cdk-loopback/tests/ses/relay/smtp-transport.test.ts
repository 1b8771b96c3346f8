import { readFileSync } from 'node:fs'
import { text } from 'node:stream/consumers'
import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { describeTrouble } from '../../../src/ses/relay/describe-trouble.ts'
import { openSmtp } from '../../../src/ses/relay/smtp-transport.ts'
import type { OutgoingMail } from '../../../src/ses/relay/transport.ts'

/** The key and certificates for `localhost` are in this folder, with the authority that signed them. */
const file = (name: string) => readFileSync(`${import.meta.dirname}/certificates/${name}.pem`, 'utf8')
const key = file('key')
const withCertificate = (name: 'valid' | 'expired') => ({ key, cert: file(name) })
const login = 'me%40readers.press:s3cr%25t%2FW%40rd'

// As NODE_EXTRA_CA_CERTS does, which Node reads only when it starts.
beforeAll(() => setDefaultCACertificates([...getCACertificates(), file('authority')]))

/** Starts a server that accepts one account, and returns its port and what it received. */
async function startServer(options: SMTPServerOptions = {}) {
  const received: { from: string; to: readonly string[]; data: string; secure: boolean }[] = []
  const server = new SMTPServer({
    onAuth: ({ username, password }, _session, done) =>
      username === 'me@readers.press' && password === 's3cr%t/W@rd'
        ? done(null, { user: username })
        : done(new Error('Wrong')),
    onData: async (stream, { envelope, secure }, done) => {
      const from = envelope.mailFrom === false ? '' : envelope.mailFrom.address
      received.push({ from, to: envelope.rcptTo.map(({ address }) => address), data: await text(stream), secure })
      done(null)
    },
    ...options,
  })
  server.on('error', () => {}) // the client refuses the certificate
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
  const address = server.server.address()
  return { received, port: typeof address === 'object' ? address?.port : undefined }
}

function open(url: string) {
  const transport = openSmtp(url)
  onTestFinished(() => transport.close(true))
  return transport
}

/** Returns what the start says about a server. */
async function troubleOf(url: string): Promise<string | undefined> {
  const transport = open(url)
  const answer = await transport.check()
  return answer.kind === 'refused' ? describeTrouble(transport.name, answer) : undefined
}

function mail(recipient: string, raw = 'Subject: x\r\n\r\n.a line with a dot\r\n'): OutgoingMail {
  return { id: '1', sender: 'news@readers.press', recipient, tags: {}, raw: Buffer.from(raw) }
}

test('with STARTTLS and a login, the mail arrives unchanged', async () => {
  const { port, received } = await startServer(withCertificate('valid'))
  const answer = await open(`smtp://${login}@localhost:${port}?tls=required`).send(mail('ann@readers.press'))
  expect(answer.kind).toBe('accepted')
  const data = 'Subject: x\r\n\r\n.a line with a dot\r\n'
  expect(received).toEqual([{ from: 'news@readers.press', to: ['ann@readers.press'], data, secure: true }])
})

test('with TLS from the start, the mail arrives, also to an address that is not ASCII', async () => {
  const { port, received } = await startServer({ ...withCertificate('valid'), secure: true })
  const answer = await open(`smtps://${login}@localhost:${port}`).send(mail('jörg@readers.press'))
  expect(answer.kind).toBe('accepted')
  expect(received.map(({ to }) => to)).toEqual([['jörg@readers.press']])
})

test('an expired certificate, another name and a wrong password are named at the start', async () => {
  const expired = await startServer({ ...withCertificate('expired'), secure: true })
  expect(await troubleOf(`smtps://localhost:${expired.port}`)).toContain('is not valid: certificate has expired')
  const valid = await startServer({ ...withCertificate('valid'), secure: true })
  expect(await troubleOf(`smtps://127.0.0.1:${valid.port}`)).toContain('is not valid: Hostname/IP does not match')
  const wrong = await troubleOf(`smtps://me%40readers.press:no@localhost:${valid.port}`)
  expect(wrong).toContain('refuses the user name or the password (535')
  expect(await troubleOf(`smtps://${login}@localhost:${valid.port}`)).toBeUndefined()
})

test('a mail above the size that the server announces is refused without being sent', async () => {
  const { port, received } = await startServer({ ...withCertificate('valid'), size: 1000, authOptional: true })
  const transport = open(`smtp://127.0.0.1:${port}`)
  expect(await transport.send(mail('ann@readers.press', 'x'.repeat(2000)))).toMatchObject({ step: 'MAIL', code: 552 })
  expect((await transport.send(mail('bob@readers.press'))).kind).toBe('accepted')
  expect(received.map(({ to }) => to)).toEqual([['bob@readers.press']])
})

test('a connection that the server ends after some mails is replaced by a new one', async () => {
  let mails = 0
  const { port, received } = await startServer({
    ...withCertificate('valid'),
    authOptional: true,
    onMailFrom: (_address, _session, done) => {
      mails += 1
      done(mails === 2 ? Object.assign(new Error('too many messages in this connection'), { responseCode: 421 }) : null)
    },
  })
  const transport = open(`smtp://127.0.0.1:${port}`)
  for (const name of ['ann', 'bob', 'cid'])
    expect((await transport.send(mail(`${name}@readers.press`))).kind).toBe('accepted')
  expect(received).toHaveLength(3)
})

test('a server that refuses each new connection is not asked twice', async () => {
  let mails = 0
  const { port } = await startServer({
    ...withCertificate('valid'),
    authOptional: true,
    onMailFrom: (_address, _session, done) => {
      mails += 1
      done(Object.assign(new Error('no'), { responseCode: 421 }))
    },
  })
  const transport = open(`smtp://127.0.0.1:${port}`)
  expect(await transport.send(mail('ann@readers.press'))).toMatchObject({ step: 'MAIL', code: 421 })
  expect(mails).toBe(1)
})
