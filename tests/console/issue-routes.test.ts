import { expect, test } from 'vitest'
import type { Issue } from '../../core/issues/issue.ts'
import { fingerprint } from '../../core/text/fingerprint.ts'
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

test('the list has the issues of a digest that publication.json no longer contains', async () => {
  const { read } = await openConsole({ issues: [sampleIssue({ digest: 'monthly' })] })
  expect(await read('/issues/')).toContain('/issues/monthly/1/')
})

test('the list has the newest issue of any digest first', async () => {
  const { read } = await openConsole({ issues })
  const list = await read('/issues/')
  const order = ['/issues/daily/2/', '/issues/weekly/1/', '/issues/daily/1/'].map((href) => list.indexOf(href))
  expect(order).toEqual(order.toSorted((a, b) => a - b))
  expect(order[0]).toBeGreaterThan(0)
})

const none = { recipients: 0, submitted: 0, skipped: 0, suppressed: 0, failed: 0, unknown: 0, pending: 0 }
const counts = { ...none, recipients: 5, submitted: 2, skipped: 1, failed: 2 }
const submitted = { state: 'submitted', recipients: 5, counts, submittedAt: '2026-03-01T06:02:00.000Z' } as const

test('the page of a submitted issue has the counts of its record, and the reasons in its ledger', async () => {
  const deliveries = [
    sampleDelivery({ outcome: 'delivered' }),
    sampleDelivery({ outcome: 'bounced' }),
    sampleDelivery({ state: 'skipped', reason: 'nothing-new' }),
    sampleDelivery({ state: 'failed', reason: 'SES refused it' }),
    sampleDelivery({ state: 'failed', reason: 'SES refused it' }),
    sampleDelivery({ issueId: 'daily-2' }),
  ]
  const { read } = await openConsole({ issues: [second, sampleIssue(submitted)], articles, deliveries })
  const page = await read('/issues/daily/1/')
  expect(page).toContain('<dt>recipients</dt><dd>5</dd>')
  expect(page).toContain('<dt>submitted</dt><dd>2</dd>')
  expect(page).toContain('<dt>skipped</dt><dd>1</dd>')
  expect(page).toContain('<dt>failed</dt><dd>2</dd>')
  expect(page).toContain('<dt>failed: SES refused it</dt><dd>2</dd>')
  expect(page).toContain('<dt>bounced</dt><dd>1</dd>')
  expect(page).toContain('<dt>Unsubscribed</dt><dd>2 (0.67 % of delivered)</dd>')
  expect(page).toContain('submitted</span>')
  expect(page).toContain('2026-03-01 06:02')
  expect(page).toContain('href="http://127.0.0.1:4000/issues/daily/1/"')
  expect(page).toContain(`<a href="${article.url}"><bdi>Over the &lt;border&gt;</bdi></a>`)
  for (const place of ['/', '/issues/'])
    expect(await read(place)).toContain('submitted</span> 5 recipients, 2 submitted, 1 skipped, 2 failed')
})

test('an issue that is being sent has the counts of its settled batches, without reading the ledger for them', async () => {
  const progress = {
    'daily-1': [{ portion: 1, sizes: [25, 3], counts: { 0: { submitted: 25 } }, finished: false, version: 2 }],
  }
  const { read } = await openConsole({ issues: [sampleIssue({ recipients: 28 }), weekly], progress })
  const page = await read('/issues/daily/1/')
  expect(page).toContain('sending</span>')
  expect(page).toContain('<dt>recipients</dt><dd>28</dd>')
  expect(page).toContain('<dt>pending</dt><dd>3</dd>')
  expect(await read('/')).toContain('28 recipients, 25 submitted, 3 pending')
  expect(await read('/issues/weekly/1/')).toContain('planning</span>')
})

test('an issue that was planned before batches were counted is counted in its ledger, on its own page only', async () => {
  const { read } = await openConsole({ issues, deliveries: [sampleDelivery(), sampleDelivery()] })
  expect(await read('/')).toContain('planned</span>')
  const page = await read('/issues/daily/1/')
  expect(page).toContain('submitted</span>')
  expect(page).toContain('<dt>submitted</dt><dd>2</dd>')
})

test('the page of an issue reads the reasons of a limited number of deliveries, and says so', async () => {
  const deliveries = Array.from({ length: 5001 }, () => sampleDelivery({ outcome: 'delivered' }))
  const { read } = await openConsole({ issues: [sampleIssue(submitted)], deliveries })
  const page = await read('/issues/daily/1/')
  expect(page).toContain('Reasons and reports of 5,000 deliveries')
  expect(page).toContain('<dt>delivered</dt><dd>5000</dd>')
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

test('the page of an issue has how often its links were opened, if they are counted', async () => {
  const second = { title: 'Other', url: 'http://127.0.0.1:4000/articles/other/' }
  const both = [article, second] as unknown as Issue['articles'] // the console reads only these two fields
  const id = fingerprint(`daily-1 ${article.url}`, 12)
  const counting = await openConsole({ issues: [sampleIssue()], articles: both, clicks: { [id]: 1200 } })
  const page = await counting.read('/issues/daily/1/')
  expect(page).toContain('<p class="meta">1,200 clicks on the links of its mails.')
  expect(page).toContain(`<li>1,200: <a href="${article.url}"><bdi>${article.url}</bdi></a></li>`)
  expect(page).not.toContain(`: <a href="${second.url}">`)
  const unopened = await openConsole({ issues: [sampleIssue()], articles: both, clicks: {} })
  expect(await unopened.read('/issues/daily/1/')).toMatch(/0 clicks on .*\n\n<h2>Articles/)
  const { read } = await openConsole({ issues: [sampleIssue()], articles: both })
  expect(await read('/issues/daily/1/')).not.toContain('Clicks')
})
