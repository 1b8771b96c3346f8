import { expect, test } from 'vitest'
import { verifyToken } from '../../../core/subscribers/token.ts'
import { writeConfirmation } from '../../../core/subscribers/write-confirmation.ts'
import { sampleSite } from '../issues/sample-issue.ts'
import { sampleSubscriber, secrets } from './sample-subscriber.ts'

const now = new Date('2026-11-21T06:00:00Z')
const inDays = (days: number) => new Date(now.getTime() + days * 24 * 60 * 60 * 1000)

function tokenIn(raw: Uint8Array, page: string): string {
  const text = Buffer.from(raw).toString('latin1').replace(/=\r\n/g, '').replaceAll('=3D', '=')
  return new RegExp(`\\nhttps://news.example.org/${page}\\?t=([\\w.-]+)\\r`).exec(text)?.[1] ?? 'none'
}

test('a pending subscriber gets a link to confirm that works for a week', () => {
  const pending = sampleSubscriber({ state: 'pending' })
  const mail = writeConfirmation(sampleSite(), pending, secrets, 'request-1', now)
  expect(mail).toMatchObject({ source: 'post@example.org', destination: 'ada@example.org' })
  const token = tokenIn(mail.raw, 'confirm')
  expect(verifyToken(secrets, 'confirm', token, inDays(7))).toEqual({ kind: 'valid', subscriberId: pending.id })
  expect(verifyToken(secrets, 'confirm', token, inDays(7.01)).kind).toBe('expired')
})

test('a confirmed one gets a link to the preferences, and none that confirms', () => {
  const { raw } = writeConfirmation(sampleSite(), sampleSubscriber(), secrets, 'request-1', now)
  expect(verifyToken(secrets, 'preferences', tokenIn(raw, 'preferences'), inDays(9999)).kind).toBe('valid')
  expect(tokenIn(raw, 'confirm')).toBe('none')
})
