import { createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export type ReceivedMail = { readonly from: string; readonly to: readonly string[]; readonly data: string }

type Step = 'greeting' | 'EHLO' | 'STARTTLS' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'body' | 'RSET' | 'QUIT'

/**
 * The reply to each step; by default, the server agrees. Gets the address in the command. An empty text leaves the client
 * waiting, and `hang up` ends the connection.
 */
export type Answers = Partial<Record<Step, (address: string) => string | undefined>>

const defaults: Readonly<Record<Step, string>> = {
  greeting: '220 test',
  EHLO: '250-test\r\n250 AUTH PLAIN LOGIN',
  STARTTLS: '502 no',
  AUTH: '235 2.7.0 ok',
  MAIL: '250 ok',
  RCPT: '250 ok',
  DATA: '354 go on',
  body: '250 2.0.0 queued',
  RSET: '250 ok',
  QUIT: '221 bye',
}

/** Starts an SMTP server that keeps the mails it accepts. */
export async function startSmtpServer(answers: Answers = {}) {
  const received: ReceivedMail[] = []
  const commands: string[] = []
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer((socket) => {
    sockets.add(socket)
    connections += 1
    serve(socket, answers, received, commands)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  const port = typeof address === 'object' ? address?.port : ''
  return {
    received,
    /** The verbs of all commands, in order. */
    commands,
    url: `smtp://127.0.0.1:${port}`,
    urlFor: (user: string, password: string) => `smtp://${user}:${password}@127.0.0.1:${port}`,
    get connections() {
      return connections
    },
  }
}

function serve(socket: Socket, answers: Answers, received: ReceivedMail[], commands: string[]): void {
  let pending = ''
  let mail: { from: string; to: string[] } = { from: '', to: [] }
  let end = '\r\n'
  const reply = (step: Step, address = ''): boolean => {
    const text = answers[step]?.(address) ?? defaults[step]
    if (text === 'hang up') socket.destroy()
    else if (text !== '') socket.write(`${text}\r\n`)
    return /^[23]/.test(text)
  }
  const obey = (line: string) => {
    const address = /<(.*)>/.exec(line)?.[1] ?? ''
    const step = line.split(/[ :]/, 1)[0]?.toUpperCase() as Step // a client sends nothing else
    commands.push(step)
    if (step === 'MAIL') mail = { from: address, to: [] }
    const agreed = reply(step, address)
    if (step === 'RCPT' && agreed) mail.to.push(address)
    if (step === 'DATA' && agreed) end = '\r\n.\r\n'
  }
  const take = (text: string) => {
    end = '\r\n'
    if (reply('body')) received.push({ ...mail, data: `${text}\r\n` })
  }
  socket.setEncoding('latin1').on('error', () => {})
  socket.on('data', (chunk) => {
    pending += chunk
    for (let at = pending.indexOf(end); at >= 0; at = pending.indexOf(end)) {
      const text = pending.slice(0, at)
      pending = pending.slice(at + end.length)
      if (end === '\r\n') obey(text)
      else take(text)
    }
  })
  reply('greeting')
}
