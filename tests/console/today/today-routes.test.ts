import { expect, test } from 'vitest'
import { createApp } from '../../../console/console-app.ts'
import { openConsole } from '../console-fixture.ts'
import { memoryStack } from '../memory-stack.ts'
import { sampleIssue, sampleReceipt } from '../samples.ts'

const counts = { recipients: 1205, submitted: 1200, skipped: 0, suppressed: 2, failed: 3, unknown: 0, pending: 0 }

test('a stack on which nothing has happened needs no attention', async () => {
  const { read } = await openConsole()
  const page = await read('/')
  expect(page).toContain('Nothing needs your attention.')
  expect(page).toContain('Nothing is pending, so no issue would be composed.')
  expect(page).toContain('No issue has been submitted yet.')
  expect(page).toContain('Nothing has happened yet.')
})

test('rejected uploads are named, with a link to what is wrong', async () => {
  const receipts = ['a', 'b', 'c', 'd'].map((name) =>
    sampleReceipt({ key: `articles/${name}.md`, state: name === 'd' ? 'published' : 'rejected' }),
  )
  const { read } = await openConsole({ receipts })
  await expect.poll(() => read('/')).toContain('3 uploads were')
  const page = await read('/')
  expect(page).not.toContain('Nothing needs your attention.')
  expect(page).not.toContain('articles/d.md')
})

test('the chart shows the mails of issues that have been submitted', async () => {
  const issues = [sampleIssue({ number: 2, state: 'submitted', counts }), sampleIssue({ number: 1, state: 'composed' })]
  const { read } = await openConsole({ issues })
  const page = await read('/')
  expect(page).toContain('daily 2: 1,200 submitted')
  expect(page).not.toContain('daily 1: ')
})

test('the issues are read once for the parts of the page that show them', async () => {
  const { read, stack } = await openConsole({ issues: [sampleIssue({ number: 1, state: 'submitted', counts })] })
  const { list } = stack.issues
  const limits: unknown[] = []
  Object.assign(stack.issues, {
    list: (...parameters: Parameters<typeof list>) => {
      if (parameters[0] === 'daily') limits.push(parameters[1])
      return list(...parameters)
    },
  })
  await read('/')
  expect(limits).toEqual([20])
})

test('each part of the page that cannot be read says so, and the others are shown', async () => {
  const { read, stack } = await openConsole()
  const refuse = () => Promise.reject(Object.assign(new Error('no'), { name: 'AccessDeniedException' }))
  Object.assign(stack.failures, { count: refuse })
  Object.assign(stack.logs, { read: refuse })
  Object.assign(stack.issues, { listPending: refuse })
  const page = await read('/')
  for (const part of ['Failed messages', 'What happened', 'The next issue of daily'])
    expect(page).toContain(`${part} cannot be shown. <bdi>You may not do this: AWS refused a call.`)
  expect(page).toContain('Ask for the policy Operator')
  expect(page).toContain('No issue has been submitted yet.')
  expect(page).not.toContain('Nothing needs your attention.')
})

test('events are sentences, and an event of an unknown kind is named', async () => {
  const events = [
    event(3, 'Article Renamed', {}),
    event(2, 'Issue Paused', { issue: { id: 'daily/1', title: 'The <b>' } }),
    event(1, 'Subscriber Confirmed', { subscriber: { id: 's' } }),
  ]
  const { read } = await openConsole({ events })
  const page = await read('/')
  expect(page).toContain('Article Renamed')
  expect(page).toContain('<bdi>The &lt;b&gt;</bdi></b> was paused')
  expect(page).toContain('A reader confirmed the subscription')
})

test('the page does not wait for parts that take long: its stream has them, or the browser loads them', async () => {
  const { stack } = memoryStack()
  const never = new Promise<never>(() => {})
  const { count } = stack.failures
  Object.assign(stack.failures, { count: () => never })
  Object.assign(stack.issues, { listPending: () => never })
  const app = createApp({ stack, diagnose: async () => [], patience: 0 })
  const headers = { host: '127.0.0.1' }
  const page = await (await app.request('/', { headers })).text()
  expect(page).toContain('<!--live:attention--><p class="meta" role="status">Still being read.</p>')
  expect(page).toContain('<div hx-get="/today/next" hx-trigger="load">')
  Object.assign(stack.failures, { count })
  Object.assign(stack.issues, { listPending: async () => [] })
  const stream = await app.request('/live?page=/', { headers })
  for await (const chunk of stream.body ?? []) {
    expect(new TextDecoder().decode(chunk)).toContain('Nothing needs your attention.')
    break
  }
  expect(await (await app.request('/today/next', { headers })).text()).toContain('Nothing is pending')
})

test('the stream of the page has its live parts', async () => {
  const { url } = await openConsole()
  const stop = new AbortController()
  const { body } = await fetch(`${url}/live?page=/`, { signal: stop.signal })
  const chunks: string[] = []
  for await (const chunk of body ?? []) {
    chunks.push(new TextDecoder().decode(chunk))
    if (chunks.join('').includes('event: issues')) break
  }
  stop.abort()
  expect(chunks.join('')).toContain('Nothing needs your attention.')
})

test.each(['/today/mail/hourly', '/today/recipients/hourly', '/today/mail/constructor'])(
  'there is no %s',
  async (at) => {
    const { ask } = await openConsole()
    expect((await ask(at)).status).toBe(404)
  },
)

const event = (number: number, type: string, detail: object) => ({
  id: `event-${number}`,
  'detail-type': type,
  time: '2026-03-01T06:00:30Z',
  detail,
})
