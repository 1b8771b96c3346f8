import { expect, test } from 'vitest'
import {
  isJson,
  messageResponse,
  renderResponse,
  wantsJson,
  wrongMethod,
} from '../../../../core/subscribers/requests/visitor-response.ts'
import { messagesFor } from '../../../../core/text/locales.ts'
import { sampleSite } from '../../issues/sample-issue.ts'

const request = (headers: Record<string, string>) => new Request('https://news.example.org/subscribe', { headers })

test.each([
  [{}, false],
  [{ accept: 'application/json' }, true],
  [{ accept: 'text/html, application/json;q=0.9' }, false],
  [{ 'content-type': 'application/json; charset=utf-8' }, true],
  [{ 'content-type': 'application/json-seq' }, false],
])('a request with %j wants JSON: %s', (headers, expected) => {
  expect(wantsJson(request(headers))).toBe(expected)
})

test('a content type is JSON in any case, and nothing else is', () => {
  expect([isJson('Application/JSON'), isJson('application/json ;x=y'), isJson('text/json'), isJson(null)]).toEqual([
    ...[true, true, false, false],
  ])
})

test('a response is a page in its language, or JSON with the suggestion', async () => {
  const messages = messagesFor('de')
  const texts = { title: 'Titel', paragraphs: ['Eins.', 'Zwei.'] }
  const response = messageResponse(messages, 422, texts, { suggestion: 'ada@gmail.com' })
  const page = renderResponse(sampleSite(), response, false)
  expect([page.status, page.headers.get('content-type')]).toEqual([422, 'text/html; charset=utf-8'])
  expect(await page.text()).toMatch(/<html[^>]* lang="de"[\s\S]*Titel[\s\S]*Zwei\./)
  expect(await renderResponse(sampleSite(), response, true).json()).toEqual({
    ...{ ok: false, title: 'Titel', message: 'Eins. Zwei.', suggestion: 'ada@gmail.com' },
  })
})

test('a response to a wrong method lists the right ones', () => {
  const { headers } = renderResponse(sampleSite(), wrongMethod(messagesFor('en'), ['GET', 'POST']), false)
  expect([headers.get('allow'), headers.get('cache-control')]).toEqual(['GET, POST', 'no-store'])
})
