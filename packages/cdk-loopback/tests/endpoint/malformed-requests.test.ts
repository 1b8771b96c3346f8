import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { startAwsEndpoint } from '../../src/endpoint/aws-endpoint.ts'
import { openQueues } from '../../src/queues/queue-service.ts'
import { openSes } from '../../src/ses/ses-service.ts'
import { createSts } from '../../src/sts/sts-service.ts'
import { identities } from '../operator.ts'
import { presign, signedFetch, signHeaders } from '../signing.ts'

let url: string
let close: () => Promise<void>

beforeAll(async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'malformed-'))
  const queues = openQueues({ folder: path.join(folder, 'queues'), region: 'us-east-1', account: '000000000000' })
  const ses = openSes({ folder: path.join(folder, 'ses'), mailFolder: path.join(folder, 'mail') })
  const sts = createSts({ account: '000000000000', functions: [] })
  const endpoint = await startAwsEndpoint({ ses, sts, sqs: queues.sqs, sns: queues.sns }, { identities })
  url = endpoint.url
  close = async () => {
    await endpoint.close()
    await Promise.all([ses.close(), queues.close()])
    rmSync(folder, { recursive: true })
  }
})
afterAll(() => close())

const form = { 'content-type': 'application/x-www-form-urlencoded' }

async function send(service: string, headers: Record<string, string>, body: string, target = '/') {
  const answer = await signedFetch(`${url}${target}`, { method: 'POST', service, headers, body })
  return { status: answer.status, text: await answer.text() }
}

const names = ['constructor', '__proto__', 'toString', '', 'Unknown']
const services = ['sqs', 'sns', 'ses', 'sts']

test.each(services.flatMap((service) => names.map((name) => [service, name] as const)))(
  '%s refuses the action "%s" of a form',
  async (service, name) => {
    expect(await send(service, form, `Action=${name}`)).toMatchObject({ status: 400 })
  },
)

test.each(names)('SQS refuses the action "%s" of a JSON request', async (name) => {
  expect(await send('sqs', { 'x-amz-target': `AmazonSQS.${name}` }, '{}')).toMatchObject({ status: 400 })
})

test.each(['null', '[]', '1', '{', ''])('SQS refuses the JSON "%s"', async (body) => {
  expect(await send('sqs', { 'x-amz-target': 'AmazonSQS.SendMessage' }, body)).toMatchObject({ status: 400 })
})

test('a field with a very long path is read quickly', async () => {
  const started = process.cpuUsage()
  expect(await send('sqs', form, `Action=Unknown&${'a.'.repeat(200_000)}a=1`)).toMatchObject({ status: 400 })
  expect(process.cpuUsage(started).user / 1e6).toBeLessThan(2)
})

test('a path that is not encoded correctly is refused', async () => {
  const { status } = await send('ses', {}, '', '/v2/email/identities/%zz')
  expect(status).toBeGreaterThanOrEqual(400)
  expect(status).toBeLessThan(500)
})

test('a body that no service would take is refused, and the connection carries the next request', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  onTestFinished(() => agent.destroy())
  const body = 'x'.repeat(80 * 1024 ** 2)
  const headers = await signHeaders(`${url}/`, { method: 'POST', service: 'sqs', headers: form, body })
  const post = (text: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const outgoing = request(url, { method: 'POST', agent, headers }, (answer) => {
        answer.resume().once('end', () => resolve(answer.statusCode))
      })
      outgoing.once('error', reject).end(text)
    })
  expect(await post(body)).toBe(413)
  expect(await post('Action=Unknown')).toBe(403)
})

test('a client that ends its side after the request gets the answer', async () => {
  const { port } = new URL(url)
  const socket = connect(Number(port), '127.0.0.1')
  socket.end('GET /?Action=GetCallerIdentity HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n')
  expect((await socket.toArray()).join('')).toMatch(/^HTTP\/1.1 403 .*MissingAuthenticationToken/s)
})

test('a client that ends its side within the request is refused', async () => {
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  const type = 'Content-Type: application/x-www-form-urlencoded'
  socket.end(`POST / HTTP/1.1\r\nHost: 127.0.0.1\r\n${type}\r\nContent-Length: 10\r\n\r\nx`)
  expect((await socket.toArray()).join('')).toMatch(/^HTTP\/1.1 4\d\d /)
})

test('a form may be the query of a GET request, also of a presigned one', async () => {
  const target = `${url}/?Action=GetCallerIdentity&Version=2011-06-15`
  const signed = await signedFetch(target, { service: 'sts' })
  expect(await signed.text()).toContain('<Account>000000000000</Account>')
  const presigned = await presign(target, 60, { service: 'sts', payload: '' })
  expect(await (await fetch(presigned)).text()).toContain('<Account>000000000000</Account>')
  expect(await (await fetch(target)).text()).toContain('<Code>MissingAuthenticationToken</Code>')
})

test.each(['cloudfront', 'route53'])(
  'a client of %s, which reads XML, is told that it is not served',
  async (service) => {
    const answer = await signedFetch(`${url}/2020-05-31/distribution`, { service })
    expect([answer.status, await answer.text()]).toEqual([
      501,
      expect.stringContaining(`not serve ${service}.</Message>`),
    ])
  },
)
