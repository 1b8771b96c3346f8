import { expect, test } from 'vitest'
import { readDkimKey } from '../../../../core/diagnosis/dns/dkim-key.ts'

test.each([
  ['p=MIGfMA0G', 'valid'],
  ['v=DKIM1; k=rsa; p=MIGf MA0G==', 'valid'],
  ['v=DKIM1; p=', 'revoked'],
  ['k=rsa; v=DKIM1; p=MIGf', 'invalid'],
  ['v=DKIM2; p=MIGf', 'invalid'],
  ['k=rsa', 'invalid'],
  ['p=<script>', 'invalid'],
  ['p=MIGf; p=MIGf', 'invalid'],
  ['', 'invalid'],
])('%j is %s (RFC 6376 §3.6.1)', (text, expected) => {
  expect(readDkimKey(text)).toBe(expected)
})
