import { expect, test } from 'vitest'
import { environmentOf } from '../../../../core/reading/markdown/environment.ts'

test('rules read the environment from their state', () => {
  const env = { lineOffset: 4, language: 'en', problems: [], unclosed: new Set<string>() }
  expect(environmentOf({ env })).toBe(env)
})
