import { expect, test } from 'vitest'
import { wordingSettings } from '../../core/wording-settings.ts'

const messagesOf = (value: unknown) => wordingSettings.safeParse(value).error?.issues.map(({ message }) => message)

test('only the publication and the digest have a value', () => {
  expect(messagesOf({ confirm: { text: { en: '{publication} {digest}', de: '{ }' } } })).toEqual([
    '{ } has no value; use {publication} or {digest}',
  ])
  expect(messagesOf({ welcome: { subject: '{publication}', heading: 'a } b {' }, goodbye: {} })).toBeUndefined()
})
