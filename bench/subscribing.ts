import { Agent, request } from 'node:http'
import { quantile, since } from './measure.ts'
import { startProcess, withFolder } from './support/local-process.ts'

const perSecond = 200
const seconds = 10
/** Milliseconds. */
const limit = 300

/**
 * Sends sign-ups at an even rate, without waiting for earlier responses. Each has its own IP address (on Linux, all of
 * 127.0.0.0/8 is this machine), because one network may subscribe only a hundred times an hour.
 */
export async function benchSubscribing(): Promise<void> {
  await withFolder(async (data) => {
    const local = await startProcess(data, ['--no-seeds'])
    try {
      for (let n = 0; n < 20; n += 1) await subscribe(local.ready.site, n, 'warm')
      const requests: Promise<{ status: number; time: number }>[] = []
      const start = performance.now()
      for (let n = 0; n < perSecond * seconds; n += 1) {
        const due = start + (n * 1000) / perSecond
        const wait = due - performance.now()
        if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait))
        requests.push(subscribe(local.ready.site, n, 'reader', due))
      }
      const answers = await Promise.all(requests)
      const times = answers.map(({ time }) => time)
      const accepted = answers.filter(({ status }) => status === 200).length
      const p99 = quantile(times, 0.99)
      console.log(
        `  subscribe at ${perSecond} a second: p50 ${quantile(times, 0.5).toFixed(0)} ms, p99 ${p99.toFixed(0)} ms (n ${times.length}, ${accepted} accepted); ${(p99 / limit).toFixed(2)} of the limit of ${limit} ms`,
      )
    } finally {
      await local.stop()
    }
  })
}

const agent = new Agent({ keepAlive: true })

/** @param due when the request should have been sent: time spent waiting for a connection counts */
function subscribe(site: string, n: number, name: string, due = performance.now()) {
  const body = new URLSearchParams({ email: `${name}-${n}@example.org` }).toString()
  const localAddress = `127.${1 + (n % 200)}.${1 + (Math.floor(n / 200) % 200)}.9`
  const headers = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) }
  return new Promise<{ status: number; time: number }>((resolve, reject) => {
    const signUp = request(`${site}/subscribe`, { method: 'POST', headers, localAddress, agent }, (response) => {
      response.resume().once('end', () => resolve({ status: response.statusCode ?? 0, time: since(due) }))
    })
    signUp.once('error', reject)
    signUp.end(body)
  })
}
