import { expect, test } from 'vitest'
import { isHiddenTag, isHiddenWord, isYes, simpleWord } from '../../../../core/reading/front-matter/mark-words.ts'

test.each([
  'draft',
  'Pending Review',
  'pending_publish',
  'auto-draft',
  '🚧 In progress',
  'Brouillon',
  'tiers',
  'Entwurf',
])('%j keeps a text from the public', (word) => {
  expect(isHiddenWord(word)).toBe(true)
})

test.each(['published', 'Publish', 'public', 'veröffentlicht', 'En ligne', '公開'])('%j does not', (word) => {
  expect(isHiddenWord(word)).toBe(false)
})

test('an unfamiliar word is neither', () => {
  expect(isHiddenWord('lamplit')).toBeUndefined()
})

test('yes and no are read in several languages, and within quotation marks', () => {
  expect(['true', 'YES', '1', 'ja', 'oui', '“true”', '✓'].map(isYes)).toEqual(Array(7).fill(true))
  expect(['false', 'off', '0', 'nein', 'não', '"no"'].map(isYes)).toEqual(Array(6).fill(false))
  expect(isYes('maybe')).toBeUndefined()
})

test('tags that hold a note back are recognized with a number sign and in a folder', () => {
  expect(['draft', '#WIP', 'status/draft', 'work-in-progress'].every(isHiddenTag)).toBe(true)
  expect(isHiddenTag('draft horses')).toBe(false)
  expect(simpleWord('📝 To do!')).toBe('todo')
})
