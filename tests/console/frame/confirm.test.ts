import { Hono } from 'hono'
import { html } from 'hono/html'
import { expect, test } from 'vitest'
import { sendQuestion } from '../../../console/frame/confirm.ts'
import { sendDone } from '../../../console/frame/notices.ts'
import { sendPage } from '../../../console/frame/page.ts'
import { elementsOf, parseHtml } from '../../support/html.ts'

const app = new Hono()
  .get('/', (c) => sendPage(c, { title: 'Home' }, html`<p>Home</p>`))
  .post('/', (c) => sendDone(c, '/?state=draft#rows', 'Withdrawn: <b>Bath</b>.'))
  .get('/ask', (c) =>
    sendQuestion(c, {
      title: 'Withdraw?',
      text: html`<p>It leaves the feeds.</p>`,
      action: '/withdraw',
      button: 'Withdraw it',
      fields: { key: 'articles/"x".md' },
      back: '/',
    }),
  )

test('the page after a form shows what was done, once', async () => {
  const answer = await app.request('/', { method: 'POST' })
  const location = answer.headers.get('location') ?? ''
  expect(answer.status).toBe(303)
  expect(location).toMatch(/^\/\?state=draft&notice=[0-9a-f-]{36}#rows$/)
  expect(await (await app.request(location)).text()).toContain('Withdrawn: &lt;b&gt;Bath&lt;/b&gt;.')
  expect(await (await app.request(location)).text()).not.toContain('Withdrawn')
})

test('a question is answered by a POST, and can be cancelled', async () => {
  const { tree, errors } = parseHtml(await (await app.request('/ask')).text())
  expect(errors).toEqual([])
  const [form] = elementsOf(tree, 'form')
  expect(form?.properties).toMatchObject({ method: 'post', action: '/withdraw' })
  expect(elementsOf(tree, 'input')[0]?.properties).toMatchObject({ name: 'key', value: 'articles/"x".md' })
  expect(elementsOf(tree, 'a').at(-1)?.properties).toMatchObject({ href: '/' })
})
