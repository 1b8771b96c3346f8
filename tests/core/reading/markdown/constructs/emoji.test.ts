import { expect, test } from 'vitest'
import { emojiNamed } from '../../../../../core/reading/markdown/constructs/emoji.ts'

test('emoji are found by their names', () => {
  expect(['tada', '+1', 'rocket', 'no_such'].map(emojiNamed)).toEqual(['🎉', '👍', '🚀', undefined])
})
