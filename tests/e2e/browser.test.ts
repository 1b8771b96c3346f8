import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LocalProcess, startProcess } from '../../bench/support/local-process.ts'
import { hasBrowser, openBrowser } from '../support/browser.ts'

describe.skipIf(!hasBrowser)('a browser after the first start', () => {
  let folder: string
  let local: LocalProcess
  let browser: Browser

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'postrider-browser-'))
    ;[local, browser] = await Promise.all([startProcess(folder), openBrowser()])
  })
  afterAll(async () => {
    await browser?.close()
    await local?.stop('SIGKILL')
    await rm(folder, { recursive: true, force: true })
  })

  /** Opens a page at a phone's width and records its errors, and its requests to other hosts. */
  async function visit(
    url: string,
    colorScheme: 'light' | 'dark' = 'light',
  ): Promise<{ page: Page; problems: string[] }> {
    const page = await browser.newPage({ colorScheme, viewport: { width: 390, height: 844 } })
    const problems: string[] = []
    page.on('console', (message) => void (message.type() === 'error' && problems.push(message.text())))
    page.on('pageerror', (error) => void problems.push(error.message))
    page.on('request', (request) => {
      if (new URL(request.url()).host !== new URL(url).host) problems.push(`requests ${request.url()}`)
    })
    await page.goto(url)
    return { page, problems }
  }

  it.each(['/', '/archive/', '/topics/', '/feeds/', '/issues/', '/subscribe/'])(
    '%s loads without errors and fits a phone',
    async (place) => {
      for (const colorScheme of ['light', 'dark'] as const) {
        const { page, problems } = await visit(local.ready.site + place, colorScheme)
        expect(problems).toEqual([])
        expect(await page.locator('h1').count()).toBe(1)
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
        await page.close()
      }
    },
  )

  it('opens an article, whose head links to the feeds', async () => {
    const { page, problems } = await visit(`${local.ready.site}/`)
    await page.locator('a[href*="/articles/"]').first().click()
    await page.waitForURL(/\/articles\/[^/]+\/$/)
    expect(await page.locator('article').innerText()).not.toBe('')
    expect(await page.locator('link[rel=alternate][type="application/atom+xml"]').count()).toBeGreaterThan(0)
    expect(problems).toEqual([])
  })

  it('subscribes with the form, confirms from the captured mail, and opens the first digest', async () => {
    const { page } = await visit(`${local.ready.site}/subscribe/`)
    await page.fill('input[name=email]', 'newcomer@example.org')
    await page.locator('form button').first().click()
    await page.waitForURL(/\/subscribe$/)
    const mails = `${local.ready.console}/mail/`
    await page.goto(mails)
    await expect
      .poll(async () => {
        await page.reload()
        return page.locator('body').innerText()
      })
      .toContain('newcomer@example.org')
    await page
      .locator('a', { hasText: /confirm/i })
      .first()
      .click()
    const frame = page.frameLocator('iframe')
    const link = await frame.locator('a[href*="/confirm?t="]').first().getAttribute('href')
    await page.goto(link ?? '')
    await page.locator('form button').first().click()
    await page.waitForLoadState()
    expect(await page.locator('h1').innerText()).toMatch(/subscribed/i)
    await page.goto(mails)
    await page
      .locator('a', { hasText: /more|:|,/ })
      .last()
      .click()
    expect(await page.locator('iframe').count()).toBe(1)
  })
})
