import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hasBrowser, openBrowser } from '../../support/browser.ts'
import { findBarriers } from '../../support/find-barriers.ts'
import { arabic, corrected, obama, site } from '../feeds/samples.ts'
import { rich } from './samples/rich-article.ts'
import { sampleSite } from './samples/sample-site.ts'

const documents = new Map(
  sampleSite(site, [rich, corrected, obama, arabic]).map((document) => [document.path, document]),
)
/** One page of each kind. */
const pages = [
  ...['index', 'articles/everything/index', 'articles/مرحبا/index', 'topics/asia/index', 'topics/index'],
  ...['archive/2015/08/index', 'archive/index', 'issues/daily/2/index', 'issues/index', 'feeds/index'],
  ...['search/index', 'subscribe/index', 'subscribe/ar/index', 'preferences', '404'],
].map((name) => `${name}.html`)
const picture =
  '<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800"><rect width="100%" height="100%"/></svg>'

describe.skipIf(!hasBrowser)('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  /** Opens a page whose requests for the site's documents and for pictures elsewhere are answered by the test. */
  async function openSite(options: BrowserContextOptions): Promise<Page> {
    const context = await browser.newContext(options)
    await context.route('**/*', (route) => {
      const { host, pathname } = new URL(route.request().url())
      if (host === 'images.example.com') return route.fulfill({ contentType: 'image/svg+xml', body: picture })
      const document = documents.get(decodeURIComponent(pathname.slice(1)).replace(/(^|\/)$/, '$1index.html'))
      if (!document || host !== new URL(site.url).host) return route.abort()
      return route.fulfill({ contentType: document.contentType, body: document.body })
    })
    return context.newPage()
  }

  const phone = { width: 390, height: 844 }
  test.each([
    { colorScheme: 'light', viewport: phone },
    { colorScheme: 'dark', viewport: { width: 1280, height: 900 }, rules: ['color-contrast'] },
  ] as const)(
    'no page has a barrier by WCAG 2.2 AA, or is wider than its window: $colorScheme',
    async ({ rules, ...options }) => {
      const page = await openSite(options)
      for (const path of pages) {
        await page.goto(`${site.url}/${path}`)
        expect([path, await findBarriers(page, rules)]).toEqual([path, []])
        const width = await page.evaluate(() => document.documentElement.scrollWidth)
        expect([path, width <= options.viewport.width]).toEqual([path, true])
      }
      await page.context().close()
    },
  )

  test('the first tab stop skips to the content, and the focus is visible', async () => {
    const page = await openSite({ viewport: phone })
    await page.goto(`${site.url}/articles/everything/`)
    await page.keyboard.press('Tab')
    const skip = page.locator('.skip')
    expect(
      await skip.evaluate((link) => link === document.activeElement && link.getBoundingClientRect().width > 24),
    ).toBe(true)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    const focused = page.locator('main :focus')
    expect(await focused.count()).toBe(1)
    expect(await focused.evaluate((element) => getComputedStyle(element).outlineStyle)).toBe('solid')
    await page.context().close()
  })

  /** Requests for the files of the search. */
  function noteReads(page: Page): string[] {
    const reads: string[] = []
    page.on(
      'request',
      (request) => void (request.url().endsWith('.json') && reads.push(new URL(request.url()).pathname)),
    )
    return reads
  }

  test('the search fetches nothing before a reader searches, and then the months from the newest backwards', async () => {
    const page = await openSite({ viewport: phone })
    const reads = noteReads(page)
    await page.goto(`${site.url}/search/`)
    expect(reads).toEqual([])
    await page.fill('#_query', 'generisc') // a slip of the finger
    await page.keyboard.press('Enter')
    await page.locator('#_results a').waitFor()
    expect(reads).toEqual([
      '/search/months.json',
      '/search/2026-02.json',
      '/search/2015-08.json',
      '/search/2014-05.json',
    ])
    expect(await page.locator('#_results h2').allInnerTexts()).toEqual([corrected.article.title])
    expect(await page.locator('#_status').innerText()).toBe('Articles found since May 2014: 1')
    expect(page.url()).toBe(`${site.url}/search/?q=generisc`)
    await page.fill('#_query', 'أهلا')
    await page.keyboard.press('Enter')
    await page.locator('#_results [dir=rtl]').first().waitFor()
    expect(reads).toHaveLength(4)
    expect(await findBarriers(page)).toEqual([])
    await page.context().close()
  })

  test('a link can contain a search', async () => {
    const page = await openSite({})
    await page.goto(`${site.url}/search/?q=obama`)
    await page.locator('#_results a').click()
    expect(page.url()).toBe(`${site.url}/articles/us-tech-groups-press-obama/`)
    await page.context().close()
  })

  test('without JavaScript, the search page explains this and links to the archive', async () => {
    const page = await openSite({ javaScriptEnabled: false })
    await page.goto(`${site.url}/search/`)
    expect(await page.locator('main').innerText()).toContain('Search needs JavaScript')
    await page.locator('main a[href="/archive/"]').click()
    expect(page.url()).toBe(`${site.url}/archive/`)
    await page.context().close()
  })

  test("a feed's address is copied with one click", async () => {
    const page = await openSite({ permissions: ['clipboard-read', 'clipboard-write'] })
    await page.goto(`${site.url}/feeds/`)
    await page.getByRole('button', { name: 'Copy the address of Asia' }).click()
    await page.getByText('Copied', { exact: true }).waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(`${site.url}/topics/asia/feed.xml`)
    expect(await findBarriers(page)).toEqual([])
    await page.context().close()
  })
})
