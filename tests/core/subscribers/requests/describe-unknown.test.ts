import { expect, test } from 'vitest'
import { describeTopics, listTopics } from '../../../../core/subscribers/requests/describe-unknown.ts'
import type { UnknownChoice } from '../../../../core/subscribers/requests/read-choices.ts'
import { messagesFor } from '../../../../core/text/locales.ts'

const unknown = (...values: string[]) => values.map((value): UnknownChoice => ({ field: 'topics', value }))

test('at most five topics are named, each on one line', () => {
  expect(listTopics(unknown('a\r\nb', 'c'))).toBe('a b, c')
  expect(listTopics(unknown(...'abcdefg'))).toBe('a, b, c, d, e, …')
})

test.each(['en', 'de', 'fr', 'es', 'ar'])('in %s, one, two and many unknown topics have a message', (language) => {
  const texts = [['x'], ['x', 'y'], [...'abc']].map((names) =>
    describeTopics({ topics: names }, unknown(...names), messagesFor(language)).join(),
  )
  expect(new Set(texts).size).toBe(3)
  for (const text of texts) expect(text).toMatch(/x|a, b, c/)
})
