import { expect, test } from 'vitest'
import { planOneClick } from '../../../../core/subscribers/requests/one-click.ts'
import { issueToken } from '../../../../core/subscribers/token.ts'

const now = new Date('2026-11-30T12:00:00Z')
const secrets = { signingKeys: [{ id: 'k1', key: 'aa' }], addressPepper: 'pepper' }
const id = '0123456789abcdef01234567'
const token = issueToken(secrets, 'unsubscribe', id, now, 'daily_12')

const multipart = (value: string) =>
  ['--b', 'Content-Disposition: form-data; name="List-Unsubscribe"', '', value, '--b--', ''].join('\r\n')

test.each([
  'List-Unsubscribe=One-Click',
  'user=1&List-Unsubscribe=One-Click',
  multipart('One-Click'),
  multipart('One-Click').replaceAll('\r', ''),
  Buffer.from('List-Unsubscribe=One-Click').toString('base64'),
  Buffer.from(multipart('One-Click')).toString('base64'),
])('%j unsubscribes the reader whose token it has, through the issue of the link', (body) => {
  expect(planOneClick(body, token, secrets, now)).toEqual({ kind: 'token', subscriberId: id, issueId: 'daily-12' })
})

test.each(['x', 'pressed=yes', 'List-Unsubscribe=', 'List-Unsubscribe=Two-Clicks', multipart('no'), 'TGlzdA==', '{}'])(
  '%j, as scanners send it, unsubscribes nobody',
  (body) => {
    expect(planOneClick(body, token, secrets, now)).toEqual({ kind: 'nobody', reason: 'not one-click' })
  },
)

test.each([
  '',
  `${token}x`,
  token.replace(id, id.replace('0', '1')),
  issueToken(secrets, 'preferences', id, now),
  issueToken({ ...secrets, signingKeys: [{ id: 'k1', key: 'bb' }] }, 'unsubscribe', id, now),
])('the token %j unsubscribes nobody', (forged) => {
  const plan = planOneClick('List-Unsubscribe=One-Click', forged, secrets, now)
  expect(plan).toEqual({ kind: 'nobody', reason: 'forged token' })
})
