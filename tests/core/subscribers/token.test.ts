import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { issuedAt, issueToken, signToken, type TokenPurpose, verifyToken } from '../../../core/subscribers/token.ts'
import { secrets } from './sample-subscriber.ts'

const id = 'a0b1c2d3e4f5a6b7c8d9e0f1'
const now = new Date('2026-11-21T06:00:00Z')
const purposes: readonly TokenPurpose[] = ['confirm', 'unsubscribe', 'preferences', 'address', 'move', 'return']

test.each(purposes)('a token to %s is valid for that purpose only', (purpose) => {
  const token = signToken(secrets, purpose, id, undefined)
  for (const other of purposes) {
    expect(verifyToken(secrets, other, token, now)).toEqual(
      other === purpose
        ? { kind: 'valid', purpose, subscriberId: id, bound: undefined, expiresAt: undefined }
        : { kind: 'forged' },
    )
  }
})

test('a token needs no escaping in a URL, and is short', () => {
  const token = signToken(secrets, 'confirm', id, now)
  expect(encodeURIComponent(token)).toBe(token)
  expect(token.length).toBeLessThan(70)
})

test('a token is valid until the millisecond at which it expires', () => {
  const end = new Date(now.getTime() + 123)
  const token = signToken(secrets, 'confirm', id, end)
  expect(verifyToken(secrets, 'confirm', token, end).kind).toBe('valid')
  expect(verifyToken(secrets, 'confirm', token, new Date(end.getTime() + 1)).kind).toBe('expired')
})

test('a token tells when it was issued', () => {
  const time = new Date(now.getTime() + 123)
  const token = issueToken(secrets, 'confirm', id, time)
  const verified = verifyToken(secrets, 'confirm', token, time)
  expect(verified.kind === 'valid' && issuedAt(verified)).toEqual(time)
})

test('a token of an earlier version, which has its expiry in seconds, stays valid as long', () => {
  const key = secrets.signingKeys[0]
  const claim = `${key?.id}.c${id}.${(now.getTime() / 1000).toString(36)}`
  const mac = createHmac('sha256', key?.key ?? '', { encoding: 'hex' })
    .update(claim)
    .digest()
    .subarray(0, 16)
  const token = `${claim}.${mac.toString('base64url')}`
  expect(verifyToken(secrets, 'confirm', token, now)).toMatchObject({ kind: 'valid', expiresAt: now })
  expect(verifyToken(secrets, 'confirm', token, new Date(now.getTime() + 1)).kind).toBe('expired')
})

test('a token without expiry never expires', () => {
  const token = signToken(secrets, 'unsubscribe', id, undefined)
  expect(verifyToken(secrets, 'unsubscribe', token, new Date('2999-01-01')).kind).toBe('valid')
})

test('a new key signs, and old keys verify until they are removed', () => {
  const old = { ...secrets, signingKeys: secrets.signingKeys.slice(1) }
  const token = signToken(old, 'unsubscribe', id, undefined)
  expect(verifyToken(secrets, 'unsubscribe', token, now).kind).toBe('valid')
  expect(signToken(secrets, 'unsubscribe', id, undefined)).not.toBe(token)
  const removed = { ...secrets, signingKeys: secrets.signingKeys.slice(0, 1) }
  expect(verifyToken(removed, 'unsubscribe', token, now).kind).toBe('forged')
})

test('a token with the id of another key is forged', () => {
  const token = signToken(secrets, 'unsubscribe', id, undefined)
  expect(verifyToken(secrets, 'unsubscribe', token.replace(/^2\./, '1.'), now).kind).toBe('forged')
})

test.each(purposes)('a token to %s is forged if any character is changed, removed or added', (purpose) => {
  const token = signToken(secrets, purpose, id, new Date('2027-01-01'))
  for (let position = 0; position <= token.length; position += 1) {
    const [head, tail] = [token.slice(0, position), token.slice(position + 1)]
    const changed = [...'09azAZ-_.=~ é\0'].map((character) => head + character + tail)
    const added = [...'0aA.='].map((character) => head + character + token.slice(position))
    for (const forged of [...changed, ...added, head + tail, head]) {
      if (forged !== token) expect(verifyToken(secrets, purpose, forged, now)).toEqual({ kind: 'forged' })
    }
  }
})

test('any other text is forged, and does not throw', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(fc.string(), { maxLength: 6 }).map((p) => p.join('.')),
  )
  fc.assert(
    fc.property(texts, fc.constantFrom(...purposes), (text, purpose) => {
      expect(verifyToken(secrets, purpose, text, now)).toEqual({ kind: 'forged' })
    }),
  )
})

test('a token with the id of another subscriber is forged', () => {
  const hex = fc.stringMatching(/^[0-9a-f]{24}$/)
  fc.assert(
    fc.property(hex, hex, (mine, theirs) => {
      fc.pre(mine !== theirs)
      const token = signToken(secrets, 'preferences', mine, undefined).replace(mine, theirs)
      expect(verifyToken(secrets, 'preferences', token, now).kind).toBe('forged')
    }),
  )
})

test('a bound token returns what it is bound to, which cannot be removed or changed', () => {
  const token = issueToken(secrets, 'move', id, now, '0123abcd')
  expect(verifyToken(secrets, ['address', 'move'], token, now)).toMatchObject({
    ...{ kind: 'valid', purpose: 'move', subscriberId: id, bound: '0123abcd' },
  })
  for (const forged of [token.replace('-0123abcd', ''), token.replace('0123abcd', '0123abce')]) {
    expect(verifyToken(secrets, 'move', forged, now)).toEqual({ kind: 'forged' })
  }
})

test.each([
  ['confirm', 7],
  ['address', 1],
  ['move', 1],
  ['return', 1],
] as const)('a token to %s is valid for %i days', (purpose, days) => {
  const inDays = (count: number) => new Date(now.getTime() + count * 24 * 60 * 60 * 1000)
  const token = issueToken(secrets, purpose, id, now)
  expect(verifyToken(secrets, purpose, token, inDays(days)).kind).toBe('valid')
  expect(verifyToken(secrets, purpose, token, inDays(days + 0.01)).kind).toBe('expired')
})
