import { expect, test } from 'vitest'
import { providerOf } from '../../../core/feedback/mail-providers.ts'

test.each([
  ['ada@gmail.com', 'Gmail'],
  ['ada@GMAIL.COM', 'Gmail'],
  ['ada@hotmail.co.uk', 'Outlook'],
  ['ada@outlook.com', 'Outlook'],
  ['ada@yahoo.com.br', 'Yahoo and AOL'],
  ['ada@gmx.net', 'GMX'],
  ['"a@b"@web.de', 'WEB.DE'],
  ['ada@live.example.org', 'live.example.org'],
  ['ada@notgmail.com', 'notgmail.com'],
])('%s has its mailbox at %s', (address, provider) => {
  expect(providerOf(address)).toBe(provider)
})
