import { describe, expect, test } from 'vitest'
import type { TokenPurpose } from '../../core/subscribers/token.ts'
import { memoryServices } from './manage-subscription/memory-services.ts'
import { ada, form, left, link, pending, visit } from './manage-subscription/visitor.ts'

describe('every door', () => {
  const paths = [
    '/subscribe',
    '/confirm',
    '/unsubscribe',
    '/preferences',
    '/address',
    '/resubscribe',
    '/export',
    '/erase',
  ]

  test('GET and HEAD change nothing, with any link', async () => {
    for (const subscriber of [pending, ada, left]) {
      const memory = memoryServices(subscriber)
      for (const path of paths) {
        for (const purpose of ['confirm', 'unsubscribe', 'preferences', 'address', 'move', 'return'] as const) {
          for (const query of ['', '&sure=yes&email=eve@example.org&digest=weekly']) {
            await visit(memory, 'GET', `${path}?t=${link(purpose)}${query}`)
            await visit(memory, 'HEAD', `${path}?t=${link(purpose)}${query}`)
          }
        }
      }
      expect([...memory.subscribers.values()]).toEqual([subscriber])
      expect(memory.messages).toEqual([])
      expect(memory.calls).not.toContain('save')
    }
  })

  test.each(paths.slice(1))('%s takes no token for another purpose, and no forged one', async (path) => {
    const all = ['confirm', 'unsubscribe', 'preferences', 'address', 'move', 'return'] as const
    const wanted: Readonly<Record<string, readonly TokenPurpose[]>> = {
      '/confirm': ['confirm'],
      '/unsubscribe': ['unsubscribe'],
      '/resubscribe': ['return'],
      '/address': ['preferences', 'address', 'move'],
    }
    const purposes = wanted[path] ?? ['preferences']
    const others = all.filter((other) => !purposes.includes(other))
    const memory = memoryServices(ada)
    for (const token of [
      '',
      'x',
      ...others.map((other) => link(other)),
      ...purposes.map((purpose) => `${link(purpose)}x`),
    ]) {
      const answer = await visit(memory, 'POST', `${path}?t=${token}`, form({ sure: 'yes' }))
      expect(answer.status).toBe(400)
      expect(await answer.text()).toContain('This link does not work')
    }
    expect(memory.calls).toEqual([])
  })

  test('no answer is cached, tells other sites its address, sets a cookie, or holds an e-mail address', async () => {
    for (const path of paths) {
      for (const method of ['GET', 'POST']) {
        const answer = await visit(memoryServices(ada), method, `${path}?t=${link('unsubscribe')}`)
        expect(answer.headers.get('set-cookie')).toBeNull()
        if (answer.status === 303) continue
        expect(answer.headers.get('cache-control')).toBe('no-store')
        expect(answer.headers.get('referrer-policy')).toBe('no-referrer')
        expect(answer.headers.get('x-robots-tag')).toBe('noindex')
        expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
        expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
        expect(await answer.text()).not.toContain(ada.address)
      }
    }
  })

  test('what is not there is not found, and a wrong method is told the right ones', async () => {
    const memory = memoryServices()
    expect((await visit(memory, 'POST', '/subscribe/x')).status).toBe(404)
    const refused = await visit(memory, 'DELETE', '/preferences')
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, POST'])
    expect((await visit(memory, 'GET', '/erase')).headers.get('allow')).toBe('POST')
  })

  test('the form is where it always is, whatever the request says', async () => {
    const answer = await visit(memoryServices(), 'GET', '/subscribe?next=//evil.example')
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/subscribe/'])
  })
})
