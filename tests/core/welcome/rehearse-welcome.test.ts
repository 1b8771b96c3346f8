import { expect, test } from 'vitest'
import { rehearseWelcome } from '../../../core/welcome/rehearse-welcome.ts'
import { site } from '../reading/sample.ts'

const rehearse = (key: string, text: string) => {
  const bytes = Buffer.from(text)
  return rehearseWelcome({ key, bytes, size: bytes.length }, site, new Date('2026-03-01T08:00:00Z'))
}

test('a text gets the receipt that its upload would get', () => {
  expect(rehearse('welcome/1.md', '# Hello\n\nText.')).toEqual({
    ...{ key: 'welcome/1.md', state: 'scheduled', title: 'Hello', problems: [], at: '2026-03-01T08:00:00.000Z' },
  })
  expect(rehearse('welcome/1.md', 'Text.')).toMatchObject({ state: 'rejected', problems: [{ rule: 'missing-title' }] })
  expect(rehearse('welcome/one.md', 'Text.')).toMatchObject({ state: 'rejected', problems: [{ rule: 'welcome-name' }] })
})

test('any other file gets none', () => {
  expect(rehearse('issues/daily.md', 'Text.')).toBeUndefined()
})
