import { expect, test } from 'vitest'
import { wordingSettings } from '../../core/wording-settings.ts'

const messagesOf = (value: unknown) => wordingSettings.safeParse(value).error?.issues.map(({ message }) => message)

test('only the publication and the digest have a value', () => {
  expect(messagesOf({ confirm: { text: { en: '{publication} {digest}', de: '{ }' } } })).toEqual([
    '{ } has no value; use {publication} or {digest}',
  ])
  expect(messagesOf({ welcome: { subject: '{publication}', heading: 'a } b {' }, goodbye: {} })).toBeUndefined()
})

test('mails to people who have confirmed may contain their names, with words for readers without one', () => {
  expect(
    messagesOf({ welcome: { text: 'Dear {name|reader}, {digest}' }, goodbye: { subject: '{name|You} left' } }),
  ).toBe(undefined)
  expect(messagesOf({ welcome: { text: 'Dear {name}' }, goodbye: { subject: 'Dear {name|reader' } })).toEqual([
    '{name} has no words for readers without a name; use {publication} or {digest} or {name|reader}',
    '{name|reader is not closed; use {publication} or {digest} or {name|reader}',
  ])
  expect(messagesOf({ welcome: { heading: { en: 'Hi *|FNAME|* {{ name }}' } } })).toEqual([
    '*|FNAME|* has no value; use {publication} or {digest} or {name|reader}',
    '{{ name }} has no value; use {publication} or {digest} or {name|reader}',
  ])
})

test('the mail that asks to confirm contains no name, because a stranger may have entered it', () => {
  expect(messagesOf({ confirm: { heading: 'Hello {name|reader}' } })).toEqual([
    expect.stringMatching(/^leave the name out: before people confirm/),
  ])
})
