import { expect, test } from 'vitest'
import type { Issue } from '../../core/issues/issue.ts'
import { openConsole } from './console-fixture.ts'
import { sampleDelivery, sampleIssue } from './samples.ts'

const second = sampleIssue({ number: 2, composedAt: '2026-03-02T06:00:00.000Z' })
const weekly = sampleIssue({
  digest: 'weekly',
  title: 'Weekly digest 1',
  composedAt: '2026-03-01T12:00:00.000Z',
  state: 'planning',
})
const issues = [second, sampleIssue(), weekly]
const article = { title: 'Over the <border>', url: 'http://127.0.0.1:4000/articles/border/' }
const articles = [article] as unknown as Issue['articles'] // the console reads only these two fields

test('the list has the newest issue of any digest first', async () => {
  const { read } = await openConsole({ issues })
  const list = await read('/issues/')
  const order = ['/issues/daily/2/', '/issues/weekly/1/', '/issues/daily/1/'].map((href) => list.indexOf(href))
  expect(order).toEqual(order.toSorted((a, b) => a - b))
  expect(order[0]).toBeGreaterThan(0)
})

test('the page of an issue counts each outcome in its ledger, with reasons', async () => {
  const deliveries = [
    sampleDelivery({ outcome: 'delivered' }),
    sampleDelivery({ outcome: 'bounced' }),
    sampleDelivery({ state: 'skipped', reason: 'nothing-new' }),
    sampleDelivery({ state: 'failed', reason: 'SES refused it' }),
    sampleDelivery({ state: 'failed', reason: 'SES refused it' }),
    sampleDelivery({ issueId: 'daily-2' }),
  ]
  const { read } = await openConsole({ issues, articles, deliveries })
  const page = await read('/issues/daily/1/')
  expect(page).toContain('<dt>recipients</dt><dd>5</dd>')
  expect(page).toContain('<dt>submitted</dt><dd>2</dd>')
  expect(page).toContain('<dt>skipped</dt><dd>1</dd>')
  expect(page).toContain('<dt>failed</dt><dd>2</dd>')
  expect(page).toContain('<dt>failed: SES refused it</dt><dd>2</dd>')
  expect(page).toContain('<dt>bounced</dt><dd>1</dd>')
  expect(page).toContain('sent</span>')
  expect(page).toContain('href="http://127.0.0.1:4000/issues/daily/1/"')
  expect(page).toContain(`<a href="${article.url}"><bdi>Over the &lt;border&gt;</bdi></a>`)
})

test('an issue with open deliveries is shown as sending, and before all recipients are chosen as planning', async () => {
  const { read } = await openConsole({ issues, deliveries: [sampleDelivery({ state: 'claimed' })] })
  expect(await read('/issues/daily/1/')).toContain('sending</span>')
  expect(await read('/issues/weekly/1/')).toContain('planning</span>')
})

test('the overview stops counting deliveries at a limit', async () => {
  const deliveries = Array.from({ length: 5001 }, () => sampleDelivery())
  const { read } = await openConsole({ issues, deliveries })
  expect(await read('/')).toContain('more than 5,000 recipients')
  expect(await read('/issues/daily/1/')).toContain('<dt>recipients</dt><dd>5,001</dd>')
})

test.each(['daily/3', 'daily/0', 'daily/01', 'daily/x', 'hourly/1', 'constructor/1', 'daily'])(
  'an unknown issue is not found: %s',
  async (name) => {
    const { ask } = await openConsole({ issues })
    expect((await ask(`/issues/${name}/`)).status).toBe(404)
  },
)

test('an issue that paused itself is reported on the overview and its own page, with what to do', async () => {
  const hold = { kind: 'paused', reason: 'bounces', at: '2026-03-01T06:05:00.000Z' } as const
  const { read } = await openConsole({
    issues: [sampleIssue({ hold }), second],
    deliveries: [sampleDelivery({ state: 'pending' })],
  })
  for (const place of ['/', '/issues/daily/1/']) {
    const page = await read(place)
    expect(page).toContain('too many of its mails bounced')
    expect(page).toContain('npx postrider issues resume daily 1')
    expect(page).toContain('paused</span>')
  }
  expect(await read('/issues/daily/2/')).not.toContain('class="banner"')
})
