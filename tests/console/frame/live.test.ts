import { Hono } from 'hono'
import { html } from 'hono/html'
import { expect, test } from 'vitest'
import { findLiveParts, live, liveRoutes } from '../../../console/frame/live.ts'

const hostile = '<!--/live--><!--live:other--><script>'

test('the live parts of a page are found, whatever they contain', async () => {
  const page = String(await html`<p>1</p>${live('progress', html`<b>${hostile}</b>`)}${live('counts', '')}<p>2</p>`)
  const parts = findLiveParts(page)
  expect([...parts.keys()]).toEqual(['progress', 'counts'])
  expect(parts.get('progress')).toBe('<b>&lt;!--/live--&gt;&lt;!--live:other--&gt;&lt;script&gt;</b>')
  expect(parts.get('counts')).toBe('')
})

test('a stream sends a part when it has changed, and ends when the page is gone', async () => {
  const answers = [1, 1, 2].map((count) => live('count', html`${count} left`))
  const render = async () => {
    const answer = answers.shift()
    return answer ? new Response(String(await html`${answer}`)) : new Response('', { status: 404 })
  }
  const app = new Hono().route('/live', liveRoutes(render, 1))
  const text = await (await app.request('/live?page=/digests/')).text()
  expect(text).toBe('event: count\ndata: 1 left\n\nevent: count\ndata: 2 left\n\n')
})

test.each(['https://evil.example/', '//evil.example/', '/live?page=/', '/live'])('%s is not followed', async (page) => {
  const app = new Hono().route(
    '/live',
    liveRoutes(() => new Response('x'), 1),
  )
  expect((await app.request(`/live?page=${encodeURIComponent(page)}`)).status).toBe(404)
})
