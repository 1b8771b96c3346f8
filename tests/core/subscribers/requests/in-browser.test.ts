import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { renderMessagePage } from '../../../../core/pages/message-page.ts'
import { renderSubscribe } from '../../../../core/pages/render-subscribe.ts'
import { scripts } from '../../../../core/pages/scripts.ts'
import { stylesheet } from '../../../../core/pages/stylesheet.ts'
import { verifyStamp } from '../../../../core/proof-of-work.ts'
import { configuredTopics } from '../../../../core/reading/vocabulary.ts'
import * as linkResponses from '../../../../core/subscribers/requests/link-responses.ts'
import { preferencesPage } from '../../../../core/subscribers/requests/preferences-page.ts'
import * as signUpResponses from '../../../../core/subscribers/requests/sign-up-responses.ts'
import type { VisitorResponse } from '../../../../core/subscribers/requests/visitor-response.ts'
import { type LocaleMessages, messagesFor } from '../../../../core/text/locales.ts'
import { hasBrowser, openBrowser } from '../../../support/browser.ts'
import { findBarriers } from '../../../support/find-barriers.ts'
import { sampleSite } from '../../issues/sample-issue.ts'
import { sampleSubscriber } from '../sample-subscriber.ts'

const site = sampleSite()
const tokens = { preferences: 'p.t', unsubscribe: 'u.t' }

function responsesIn(messages: LocaleMessages): readonly VisitorResponse[] {
  const notes = [messages.page.preferences.savedExcept, messages.page.preferences.noSuchDay]
  return [
    preferencesPage(
      { ...site, topics: configuredTopics(site.publication) },
      messages,
      sampleSubscriber({ topics: ['rural-life'] }),
      tokens,
      notes,
    ),
    linkResponses.enterAddress(messages, 'a.t'),
    linkResponses.unsubscribed(messages, { undo: 'r.t', why: 'w.t' }),
    linkResponses.answered(messages, 'r.t'),
    linkResponses.askToErase(messages, 'p.t'),
    signUpResponses.tooQuick(messages, [['email', 'ada@example.org']]),
    signUpResponses.tooMany(messages, 3600),
  ]
}

describe.skipIf(!hasBrowser)('in a browser', () => {
  let browser: Browser
  beforeAll(async () => {
    browser = await openBrowser()
  })
  afterAll(() => browser?.close())

  test.each(['en', 'ar'])('no page for a subscriber has a barrier (WCAG 2.2 AA) in %s', async (language) => {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } })
    let html = ''
    await page.route('**/*', (route) =>
      route.request().url().endsWith('.css')
        ? route.fulfill({ contentType: 'text/css', body: stylesheet.body })
        : route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }),
    )
    for (const response of responsesIn(messagesFor(language))) {
      html = renderMessagePage(site, response)
      await page.goto(`${site.url}/preferences`)
      expect([response.title, await findBarriers(page)]).toEqual([response.title, []])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
    }
    expect(await page.locator('html').getAttribute('dir')).toBe(language === 'ar' ? 'rtl' : 'ltr')
    await page.close()
  })
})

describe.skipIf(!hasBrowser)('the subscribe form', () => {
  test('waits until a person could have read it, adds the proof of work if needed, and sends the time zone', async () => {
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
