import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { getRequestListener } from '@hono/node-server'
import { Hono } from 'hono'
import { html } from 'hono/html'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { assetRoutes } from '../../../console/frame/assets.ts'
import { barChart } from '../../../console/frame/chart.ts'
import { createGuard } from '../../../console/frame/guard.ts'
import { live, liveRoutes } from '../../../console/frame/live.ts'
import { sendPage } from '../../../console/frame/page.ts'
import { countdown, facts, progressBar, rows, stateBadge, tabs } from '../../../console/frame/parts.ts'
import { hasBrowser, openBrowser } from '../../support/browser.ts'
import { findBarriers } from '../../support/find-barriers.ts'

describe.skipIf(!hasBrowser)('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser.close())

  test('a live part changes while the page is shown, and keeps the focus', async () => {
    let count = 1
    const url = await serve(() => html`${live('count', html`<p>${count} submitted</p><button>Pause</button>`)}`)
    const page = await browser.newPage()
    onTestFinished(() => page.close())
    await page.goto(url)
    await page.getByText('1 submitted').waitFor()
    await page.getByRole('button', { name: 'Pause', exact: true }).focus()
    count = 2
    await page.getByText('2 submitted').waitFor()
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Pause')
    await page.getByRole('button', { name: 'Pause live updates' }).click()
    await page.getByRole('button', { name: 'Resume live updates' }).waitFor()
  })

  test.each(['light', 'dark'] as const)('the parts of the frame break no rule of axe: %s', async (colorScheme) => {
    const url = await serve(
      () => html`${tabs('Parts', [{ name: 'a', label: 'A', href: '/' }], 'a')}
<div role="status" class="banner"><p>Messages have failed.</p></div><p role="alert">Nothing was uploaded.</p>
${rows([html`<a class="name" href="/">Bath</a> ${stateBadge('published')} ${stateBadge('scheduled')} ${stateBadge('rejected')}`], '')}
${facts([['Next run', html`${countdown('2099-01-01T00:00:00Z')}`]])}
${progressBar('Mails', 3, 10)}
${barChart('Mails', [{ label: 'daily 1', value: 3, more: 1 }], ['submitted', 'failed'])}
<form class="fields"><p><label for="a">Address</label><input id="a"></p><p><button>Add</button> <button class="second">Add</button>
<button class="final">Erase</button> <button class="quiet">Copy</button> <a class="button" href="/">Cancel</a></p></form>`,
    )
    const page = await browser.newPage({ colorScheme, viewport: { width: 390, height: 800 } })
    onTestFinished(() => page.close())
    await page.goto(url)
    expect(await findBarriers(page)).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390)
  })

  /** Serves a page with this content until the test ends. */
  async function serve(content: () => ReturnType<typeof html>): Promise<string> {
    const app = new Hono().use(createGuard({}))
    const render = (path: string) => app.request(path, { headers: { host: 'localhost' } })
    app
      .route('/', assetRoutes())
      .route('/live', liveRoutes(render, 20))
      .get('/', (c) => sendPage(c, { title: 'Page', here: 'today', up: { href: '/', label: 'Up' } }, content()))
    const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      server.close()
      server.closeAllConnections()
    })
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/` // a TCP server's address is always an AddressInfo
  }
})
