import { expect, test } from 'vitest'
import { openConsole } from '../console-fixture.ts'

const failures = [{ source: 'send', error: 'Error: no', retry: { kind: 'send', body: '{}' } }] as const

test('the page is there at once; its parts load later, or on pages of their own', async () => {
  const { read } = await openConsole({ failures })
  const page = await read('/health/')
  for (const name of ['findings', 'failures', 'queues', 'cost']) {
    expect(page).toContain(`hx-get="/health/${name}" hx-trigger="load"`)
    expect(page).toContain(`<a href="/health/${name}">`)
  }
})

test('a part is a fragment for scripts, and a page without them', async () => {
  const { ask, read } = await openConsole({ failures })
  const part = await (await ask('/health/failures', { headers: { 'hx-request': 'true' } })).text()
  expect(part).toContain('Some recipients have not received an issue yet.')
  expect(part).not.toContain('<html')
  expect(await read('/health/failures')).toContain('<title>Failed messages – Postrider console</title>')
})

test('a part that cannot be read says so, and the others are still shown', async () => {
  const { ask } = await openConsole({ failures })
  const part = await ask('/health/queues', { headers: { 'hx-request': 'true' } })
  expect(part.status).toBe(200)
  expect(await part.text()).toContain('role="status">This part cannot be shown.')
})

test('a retry is asked about first, and only a POST does it', async () => {
  const { ask, read, redriven } = await openConsole({ failures })
  const question = await read('/health/failures/redrive?source=send')
  expect(question).toContain('send: 1 message will be processed again.')
  expect(question).toContain('<input type="hidden" name="source" value="send">')
  expect(redriven).toEqual([])
  const body = new URLSearchParams({ source: 'send' })
  const done = await ask('/health/failures/redrive', { method: 'POST', body })
  expect(done.status).toBe(303)
  expect(redriven).toEqual(['send'])
  expect(await read(done.headers.get('location') ?? '')).toContain('send: 1 message retried.')
})

test('an unknown source and an unknown part do not exist', async () => {
  const { ask } = await openConsole({ failures })
  expect((await ask('/health/failures/redrive?source=nope')).status).toBe(404)
  const body = new URLSearchParams({ source: 'nope' })
  expect((await ask('/health/failures/redrive', { method: 'POST', body })).status).toBe(404)
  expect((await ask('/health/constructor')).status).toBe(404)
})
