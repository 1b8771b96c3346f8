import { createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export type ReceivedMail = { readonly from: string; readonly to: readonly string[]; readonly data: string }

/**
 * Starts an SMTP server that keeps the mails it accepts.
 * @param answer returns the reply to each recipient; `250 ok` accepts it; an empty text leaves the client waiting
 */
export async function startSmtpServer(answer: (recipient: string) => string) {
  const received: ReceivedMail[] = []
  const sockets = new Set<Socket>()
  let recipients = 0
  const count = (recipient: string) => {
    recipients += 1
    return answer(recipient)
  }
  const server = createServer((socket) => {
    sockets.add(socket)
    serve(socket, count, received)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  const url = `smtp://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  return {
    received,
    url,
    /** Number of recipients so far. */
    get recipients() {
      return recipients
    },
  }
}

function serve(socket: Socket, answer: (recipient: string) => string, received: ReceivedMail[]): void {
  let pending = ''
  let mail: { from: string; to: string[] } = { from: '', to: [] }
  let end = '\r\n'
  const reply = (line: string) => socket.write(`${line}\r\n`)
  const obey = (line: string) => {
    const address = /<(.*)>/.exec(line)?.[1] ?? ''
    const verb = line.slice(0, 4).toUpperCase()
    const result = verb === 'RCPT' ? answer(address) : verb === 'DATA' ? '354 go on' : '250 ok'
    if (verb === 'MAIL') mail = { from: address, to: [] }
    if (verb === 'RCPT' && result.startsWith('2')) mail.to.push(address)
    if (verb === 'DATA') end = '\r\n.\r\n'
    if (result !== '') reply(result)
  }
  const take = (text: string) => {
    received.push({ ...mail, data: `${text}\r\n` })
    end = '\r\n'
    reply('250 ok')
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
  reply('220 test')
}
