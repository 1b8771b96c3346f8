import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { type Answer, decode, encode, type Packet } from 'dns-packet'
import { onTestFinished } from 'vitest'

/** What the server knows: by type and name, its records, or how it fails. */
export type Zone = Readonly<Record<string, readonly string[] | 'SERVFAIL' | 'REFUSED' | 'silence' | 'garbage'>>

const codes = { SERVFAIL: 2, REFUSED: 5 } as const

/**
 * Serves DNS on a loopback port until the test ends. Names of a zone are written `TXT example.org`; a text of a TXT record
 * is sent in strings of 255 bytes. It answers NXDOMAIN about every other name. Returns `127.0.0.1:port`.
 */
export async function startDnsServer(
  zone: Zone,
): Promise<{ readonly server: string; readonly asked: readonly string[] }> {
  const asked: string[] = []
  const socket = createSocket('udp4')
  socket.on('message', (bytes, { address, port }) => {
    const query = decode(bytes)
    const [question] = query.questions ?? []
    const key = `${question?.type} ${question?.name.toLowerCase()}`
    asked.push(key)
    const records = zone[key]
    if (records === 'silence') return
    if (records === 'garbage') return socket.send(Buffer.from('garbage'), port, address)
    const answer = (flags: number, answers: Answer[] = []) => {
      const packet: Packet = {
        type: 'response',
        id: query.id ?? 0,
        flags: 0x180 | flags,
        questions: query.questions ?? [],
        answers,
      }
      socket.send(encode(packet), port, address)
    }
    if (typeof records === 'string') return answer(codes[records])
    if (records === undefined)
      return answer(Object.keys(zone).some((each) => each.endsWith(` ${question?.name}`)) ? 0 : 3)
    answer(
      0,
      records.map((data) => toAnswer(String(question?.type), question?.name ?? '', data)),
    )
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  onTestFinished(() => new Promise((resolve) => void socket.close(() => resolve())))
  return { server: `127.0.0.1:${socket.address().port}`, asked }
}

function toAnswer(type: string, name: string, data: string): Answer {
  if (type === 'TXT') return { type, name, data: data.match(/[\s\S]{1,255}/g) ?? [''] }
  if (type === 'MX') {
    const [preference = '', exchange = ''] = data.split(' ')
    return { type, name, data: { preference: Number(preference), exchange } }
  }
  return { type, name, data } as Answer // A, AAAA and CNAME have one text
}
