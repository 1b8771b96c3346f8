import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { renderMessagePage } from '../../../../core/pages/message-page.ts'
import { renderSubscribe } from '../../../../core/pages/render-subscribe.ts'
import { scripts } from '../../../../core/pages/scripts.ts'
import { stylesheet } from '../../../../core/pages/stylesheet.ts'
import { verifyStamp } from '../../../../core/proof-of-work.ts'
import * as answers from '../../../../core/subscribers/requests/link-responses.ts'
import { preferencesPage } from '../../../../core/subscribers/requests/preferences-page.ts'
import * as pages from '../../../../core/subscribers/requests/sign-up-responses.ts'
import type { VisitorResponse } from '../../../../core/subscribers/requests/visitor-response.ts'
import { type LocaleMessages, messagesFor } from '../../../../core/text/locales.ts'
import { hasBrowser, openBrowser } from '../../../support/browser.ts'
import { findBarriers } from '../../../support/find-barriers.ts'
import { sampleSite } from '../../issues/sample-issue.ts'
import { sampleSubscriber } from '../sample-subscriber.ts'

const site = sampleSite()
const tokens = { preferences: 'p.t', unsubscribe: 'u.t' }

function answersIn(words: LocaleMessages): readonly VisitorResponse[] {
  const notes = [words.page.preferences.savedExcept, words.page.preferences.noSuchDay]
  return [
    preferencesPage(site.publication, words, sampleSubscriber({ topics: ['rural-life'] }), tokens, notes),
    answers.enterAddress(words, 'a.t'),
    answers.unsubscribed(words, 'r.t'),
    answers.askToErase(words, 'p.t'),
    pages.tooQuick(words, [['email', 'ada@example.org']]),
    pages.tooMany(words, 3600),
  ]
}

describe.skipIf(!hasBrowser)('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  test.each(['en', 'ar'])('no page for a subscriber has a barrier by WCAG 2.2 AA: %s', async (language) => {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
    let shown = ''
    await page.route('**/*', (route) =>
      route.request().url().endsWith('.css')
        ? route.fulfill({ contentType: 'text/css', body: stylesheet.body })
        : route.fulfill({ contentType: 'text/html; charset=utf-8', body: shown }),
    )
    for (const answer of answersIn(messagesFor(language))) {
      shown = renderMessagePage(site, answer)
      await page.goto(`${site.url}/preferences`)
      expect([answer.title, await findBarriers(page)]).toEqual([answer.title, []])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    }
    expect(await page.locator('html').getAttribute('dir')).toBe(language === 'ar' ? 'rtl' : 'ltr')
    await page.close()
  })
})

describe.skipIf(!hasBrowser)('the form to subscribe', () => {
  test('waits until it could be read, works where that is asked for, and tells the time zone', async () => {
    const strict = { ...site, publication: { ...site.publication, proofOfWork: true } }
    const [form] = renderSubscribe(strict, [])
    const browser = await openBrowser()
    const page = await browser.newPage({ timezoneId: 'Asia/Tokyo' })
    const sent = Promise.withResolvers<URLSearchParams>()
    await page.route('**/*', async (route) => {
      const request = route.request()
      if (request.method() === 'POST') sent.resolve(new URLSearchParams(request.postData() ?? ''))
      if (request.url().endsWith('.js'))
        return route.fulfill({ contentType: 'text/javascript', body: scripts.subscribe.body })
      return route.fulfill({ contentType: 'text/html; charset=utf-8', body: form?.body ?? '' })
    })
    await page.goto(`${site.url}/subscribe/`)
    await page.fill('#email', 'ada@example.org')
    await page.click('form button')
    const fields = await sent.promise
    await browser.close()
    expect(fields.get('timeZone')).toBe('Asia/Tokyo')
    expect(Number(fields.get('elapsed'))).toBeGreaterThanOrEqual(1_500)
    expect(verifyStamp(fields.get('stamp') ?? '', 'ada@example.org', new Date())).toBe(true)
  })
})
