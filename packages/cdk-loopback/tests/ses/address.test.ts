import { expect, test } from 'vitest'
import { domainOf, parseMailboxes, writeMailbox } from '../../src/ses/address.ts'

test('names are decoded and groups are included', () => {
  expect(parseMailboxes('=?utf-8?q?J=C3=B6rg?= <j@example.com>, Team: a@x.example, b@y.example;')).toEqual([
    { name: 'Jörg', address: 'j@example.com' },
    { name: '', address: 'a@x.example' },
    { name: '', address: 'b@y.example' },
  ])
})

test.each([
  ['nobody', "Missing final '@domain'"],
  ['@example.com', 'Missing local name'],
  ['jörg@example.com', 'Local address contains control or whitespace'],
  ['a@.example', 'Domain starts with dot'],
  ['a@b..example', 'Domain contains dot-dot'],
  ['a@exämple.com', 'Domain contains illegal character'],
  ['a@localhost', 'Illegal address'],
])('%s is refused: %s', (address, message) => {
  expect(() => parseMailboxes(address)).toThrow(message)
})

test('a mailbox without a name is its address', () => {
  expect(writeMailbox({ name: '', address: 'a@example.com' })).toBe('a@example.com')
  expect(writeMailbox({ name: 'A', address: 'a@example.com' })).toBe('A <a@example.com>')
})

test('domains compare in lower case', () => {
  expect(domainOf('a@b@Example.COM')).toBe('example.com')
})
