import { expect, test } from 'vitest'
import { alertKind } from '../../../../core/reading/markdown/alert-kinds.ts'

test('names of kinds are found in any case; other names are not kinds', () => {
  expect(['NOTE', ' Tldr ', 'recipe', 'constructor'].map(alertKind)).toEqual(['note', 'abstract', undefined, undefined])
})
