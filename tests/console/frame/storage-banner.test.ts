import { Hono } from 'hono'
import { html } from 'hono/html'
import { expect, test } from 'vitest'
import { sendPage } from '../../../console/frame/page.ts'
import { storageBanner, watchStorage } from '../../../console/frame/storage-banner.ts'

test('nothing is said while everything can be stored', () => {
  expect(String(storageBanner({ damaged: [] }))).toBe('')
})

test('a full disk and damaged databases are named, with what to do', () => {
  const text = 'The database /data/<b>/s3.sqlite is damaged: it is missing.'
  const banner = String(
    storageBanner({ full: 'The disk of /data is full', damaged: [{ file: '/data/s3.sqlite', text, isLocked: false }] }),
  )
  expect(banner).toContain('The database /data/&lt;b&gt;/s3.sqlite is damaged')
  expect(banner).toContain('Nothing is stored, and nothing is mailed.')
  expect(banner).toContain('postrider restore')
  expect(banner).toContain('<bdi>The disk of /data is full</bdi>: nothing can be stored')
  expect(banner.match(/role="alert"/g)).toHaveLength(2)
})

test('every page shows the banner above its title', async () => {
  const app = new Hono()
    .use(watchStorage({ readStorage: () => ({ full: 'The disk of /data is full', damaged: [] }) }))
    .get('/', (c) => sendPage(c, { title: 'People' }, html`<p>Nobody</p>`))
  const page = await (await app.request('/')).text()
  expect(page.indexOf('The disk of /data is full')).toBeGreaterThan(page.indexOf('<main'))
  expect(page.indexOf('The disk of /data is full')).toBeLessThan(page.indexOf('<h1>'))
})
