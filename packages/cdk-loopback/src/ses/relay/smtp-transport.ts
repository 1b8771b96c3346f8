import { Readable } from 'node:stream'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { readSmtpUrl, type SmtpSettings } from './smtp-settings.ts'
import type { Answer, OutgoingMail, Refusal, Step, Transport } from './transport.ts'

/** Milliseconds. RFC 5321 §4.5.3.2 allows a server ten minutes to answer a message. */
const timeouts = { dnsTimeout: 10_000, connectionTimeout: 20_000, greetingTimeout: 30_000, socketTimeout: 10 * 60_000 }
/** Milliseconds that an unused connection stays open, and mails that one connection takes. */
const idleTime = 5_000
const mailsPerConnection = 100

type Line = { readonly connection: SMTPConnection; readonly body: Body; mails: number; idle?: NodeJS.Timeout }
/** Whether the server may have the message. */
type Body = { isSent: boolean }

/** Opens the way to an SMTP server. Connections are used again. @throws {Error} if the URL is wrong */
export function openSmtp(url: string): Transport {
  const settings = readSmtpUrl(url)
  const all = new Set<Line>()
  const idle: Line[] = []
  const stop = Promise.withResolvers<void>()

  const end = (line: Line) => {
    clearTimeout(line.idle)
    all.delete(line)
    const at = idle.indexOf(line)
    if (at >= 0) idle.splice(at, 1)
  }
  const takeUsed = (): Line | undefined => {
    const used = idle.pop()
    clearTimeout(used?.idle)
    return used
  }
  const openLine = async (): Promise<Line> => {
    const line: Line = {
      connection: new SMTPConnection({ ...settings, ...timeouts }),
      body: { isSent: false },
      mails: 0,
    }
    all.add(line)
    line.connection.on('end', () => end(line))
    line.connection.on('error', () => end(line)) // the call that waits gets it, too
    await open(line.connection, settings)
    return line
  }
  const giveBack = (line: Line) => {
    if (!all.has(line)) return
    if (line.mails >= mailsPerConnection) {
      line.connection.quit()
      return
    }
    line.idle = setTimeout(() => {
      end(line)
      line.connection.quit()
    }, idleTime)
    idle.push(line)
  }
  const handOver = (mail: OutgoingMail) => {
    let line: Line | undefined
    const isBodySent = () => line?.body.isSent ?? false
    const attempt = async (taken: Line | Promise<Line>): Promise<Answer> => {
      line = undefined
      try {
        line = await taken
        line.mails += 1
        const text = await submit(line, mail)
        line.body.isSent = false
        giveBack(line)
        return { kind: 'accepted', text }
      } catch (error) {
        const refusal = describeRefusal(error as Failure, isBodySent()) // nodemailer throws errors of this kind
        if (line) await reset(line).then(giveBack, () => line?.connection.close())
        return refusal
      }
    }
    const answer = async (): Promise<Answer> => {
      const used = takeUsed()
      const first = used && (await attempt(used))
      return first && !isConnectionOver(first) ? first : attempt(openLine())
    }
    return { answer: answer(), isBodySent }
  }
  const check = async (): Promise<Answer> => {
    try {
      giveBack(takeUsed() ?? (await openLine()))
      return { kind: 'accepted', text: '' }
    } catch (error) {
      return describeRefusal(error as Failure) // nodemailer throws errors of this kind
    }
  }
  return {
    name: `${settings.host}:${settings.port}`,
    send: (mail) => {
      const handed = handOver(mail)
      return Promise.race([handed.answer, stop.promise.then(() => (handed.isBodySent() ? handed.answer : closed))])
    },
    check: () => Promise.race([check(), stop.promise.then(() => closed)]),
    close: (now = false) => {
      stop.resolve()
      for (const line of [...all]) {
        if (line.body.isSent && !now) continue
        end(line)
        line.connection.close()
      }
    },
  }
}

/** A server may close a connection that was used before, such as after a number of mails. A new one may be welcome. */
function isConnectionOver(answer: Answer): boolean {
  return answer.kind === 'refused' && answer.step !== 'body' && (answer.code === undefined || answer.code === 421)
}

const closed: Answer = { kind: 'refused', step: 'connect', text: 'closed' }

async function open(connection: SMTPConnection, { auth }: SmtpSettings): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  connection.once('error', reject)
  connection.connect((error) => (error ? reject(error) : resolve()))
  try {
    await promise
    if (auth) await call((done) => connection.login({ ...auth, credentials: auth }, done))
  } catch (error) {
    connection.close()
    throw error
  }
}

async function submit({ connection, body }: Line, { sender, recipient, raw }: OutgoingMail): Promise<string> {
  const message = new Readable({
    read() {
      body.isSent = true // nodemailer reads it after the answer to DATA
      this.push(raw)
      this.push(null)
    },
  })
  const info = await call<{ readonly response?: string | undefined } | undefined>((done) =>
    connection.send({ from: sender, to: [recipient], size: raw.length }, message, (error, sent) => done(error, sent)),
  )
  return info?.response ?? ''
}

async function reset(line: Line): Promise<Line> {
  line.body.isSent = false
  await call((done) => line.connection.reset(done))
  return line
}

function call<Value>(start: (done: (error: Error | null | undefined, value?: Value) => void) => void): Promise<Value> {
  return new Promise((resolve, reject) => {
    start((error, value) => (error ? reject(error) : resolve(value as Value))) // without an error, there is a value
  })
}

type Failure = Error & {
  readonly code?: string
  readonly command?: string
  readonly responseCode?: number
  readonly response?: string
  readonly rejectedErrors?: readonly Failure[]
}

/** Turns nodemailer's error into the server's answer. @param isBodySent whether the connection may have ended after it */
export function describeRefusal(failure: Failure, isBodySent = false): Refusal {
  const [rejected = failure] = failure.rejectedErrors ?? []
  const { responseCode, response, message, code, command } = rejected
  const text = response ?? message
  if (responseCode !== undefined) return { kind: 'refused', step: stepOf(rejected), code: responseCode, text }
  // nodemailer refuses these itself, as the server would.
  if (code === 'EMESSAGE' && command === 'MAIL FROM')
    return { kind: 'refused', step: 'MAIL', code: 552, text: '552 5.3.4 Too large' }
  if (code === 'EENVELOPE' && text.startsWith('Invalid recipient'))
    return { kind: 'refused', step: 'RCPT', code: 553, text: '553 5.1.3 Invalid address' }
  return { kind: 'refused', step: isBodySent ? 'body' : stepOf(rejected), text }
}

function stepOf({ code, command = '', responseCode }: Failure): Step {
  if (code === 'EAUTH' || command.startsWith('AUTH')) return 'AUTH'
  if (code === 'ETLS' || command === 'STARTTLS') return 'STARTTLS'
  if (code === 'EMESSAGE') return 'body'
  return commandSteps[command] ?? (responseCode === undefined ? 'connect' : 'greeting')
}

const commandSteps: Readonly<Record<string, Step>> = {
  ...{ EHLO: 'EHLO', HELO: 'EHLO', 'MAIL FROM': 'MAIL', 'RCPT TO': 'RCPT', DATA: 'DATA' },
}
