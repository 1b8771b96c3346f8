import { describe, expect, test } from 'vitest'
import type { TokenPurpose } from '../../core/subscribers/token.ts'
import { memoryServices } from './manage-subscription/memory-services.ts'
import { ada, form, link, pending, unsubscribed, visit } from './manage-subscription/visitor.ts'

describe('every path', () => {
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

  test('changes nothing by GET and HEAD, with any token', async () => {
    for (const subscriber of [pending, ada, unsubscribed]) {
      const memory = memoryServices(subscriber)
      for (const path of paths) {
        for (const purpose of [
          'confirm',
          'unsubscribe',
          'preferences',
          'address',
          'move',
          'return',
          'reason',
        ] as const) {
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

  test.each(paths.slice(1))('%s refuses tokens for another purpose, and forged ones', async (path) => {
    const all = ['confirm', 'unsubscribe', 'preferences', 'address', 'move', 'return', 'reason'] as const
    const accepted: Readonly<Record<string, readonly TokenPurpose[]>> = {
      '/confirm': ['confirm'],
      '/unsubscribe': ['unsubscribe', 'reason'],
      '/resubscribe': ['return'],
      '/address': ['preferences', 'address', 'move'],
    }
    const purposes = accepted[path] ?? ['preferences']
    const others = all.filter((other) => !purposes.includes(other))
    const memory = memoryServices(ada)
    for (const token of [
      '',
      'x',
      ...others.map((other) => link(other)),
      ...purposes.map((purpose) => link(purpose).slice(0, -1)),
    ]) {
      const response = await visit(memory, 'POST', `${path}?t=${token}`, form({ pressed: 'yes', sure: 'yes' }))
      expect(response.status).toBe(400)
      expect(await response.text()).toContain('This link does not work')
    }
    expect(memory.calls).toEqual([])
  })

  test('sends no cookie and no e-mail address, and forbids caches, referrers and search engines', async () => {
    for (const path of paths) {
      for (const method of ['GET', 'POST']) {
        const response = await visit(memoryServices(ada), method, `${path}?t=${link('unsubscribe')}`)
        expect(response.headers.get('set-cookie')).toBeNull()
        if (response.status === 303) continue
        expect(response.headers.get('cache-control')).toBe('no-store')
        expect(response.headers.get('referrer-policy')).toBe('no-referrer')
        expect(response.headers.get('x-robots-tag')).toBe('noindex')
        expect(response.headers.get('x-content-type-options')).toBe('nosniff')
        expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
        expect(await response.text()).not.toContain(ada.address)
      }
    }
  })

  test('answers 404 to an unknown path, and 405 with the right methods to a wrong one', async () => {
    const memory = memoryServices()
    expect((await visit(memory, 'POST', '/subscribe/x')).status).toBe(404)
    const refused = await visit(memory, 'DELETE', '/preferences')
    expect([refused.status, refused.headers.get('allow')]).toEqual([405, 'GET, POST'])
    expect((await visit(memory, 'GET', '/erase')).headers.get('allow')).toBe('POST')
  })

  test('redirects GET /subscribe to the form, whatever the query says', async () => {
    const response = await visit(memoryServices(), 'GET', '/subscribe?next=//evil.example')
    expect([response.status, response.headers.get('location')]).toEqual([303, '/subscribe/'])
  })
})
