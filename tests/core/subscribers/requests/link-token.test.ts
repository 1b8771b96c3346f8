import { expect, test } from 'vitest'
import { readToken } from '../../../../core/subscribers/requests/link-token.ts'
import { signToken, verifyToken } from '../../../../core/subscribers/token.ts'
import { ada, link, now } from '../../../lambdas/manage-subscription/visitor.ts'
import { secrets } from '../sample-subscriber.ts'

const token = link('unsubscribe')
const bound = signToken(secrets, 'address', ada.id, new Date('2026-11-28'), '00ff')
const [start, end] = [token.slice(0, 12), token.slice(12)]

test.each([
  ...['.', ')', '>', ',', ']', '"', "'", '*', '»', '…', '%3E', '%253E', '%E2%80%A6', '=', '_', ').', '%20Regards,'].map(
    (after) => `t=${token}${after}`,
  ),
  `t=%3C${token}%3E`,
  `t=${start}%20${end}`,
  `t=${start}+${end}`,
  `t=${start}%0D%0A${end}`,
  `t=${start}=%0D%0A${end}`,
  `t=${start}%E2%80%8B${end}`,
  `t=3D${token}`,
  `t==3D${token}`,
  `amp;t=${token}`,
  `T=${token}`,
  `utm_source=mail&t=${token}&fbclid=abc`,
  `t=&t=${token}`,
])('the token of ?%s is found', (query) => {
  expect(readToken(`https://news.example.org/unsubscribe?${query}`)).toBe(token)
})

test('a token that is bound and expires is read as it is', () => {
  expect(readToken(`https://news.example.org/address?t=${bound}.`)).toBe(bound)
})

test('a token with another letter is still forged', () => {
  const last = token.at(-2) === 'A' ? 'B' : 'A'
  const read = readToken(`https://news.example.org/unsubscribe?t=${token.slice(0, -2)}${last}${token.at(-1)}.`)
  expect(verifyToken(secrets, 'unsubscribe', read, now).kind).toBe('forged')
  expect(readToken('https://news.example.org/unsubscribe')).toBe('')
})
