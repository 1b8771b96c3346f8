import { globSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { alertLabel } from '../../../core/text/alert-labels.ts'

test.each([
  ['de-AT', 'Hinweis'],
  ['fr', 'Remarque'],
  ['zh-Hant', '注意'],
  ['fi', 'Note'],
  ['constructor', 'Note'],
])('the label in %s', (language, label) => {
  expect(alertLabel('note', language)).toBe(label)
})

test('every language of mails and pages has labels', () => {
  const locales = globSync('templates/locales/*.json').map((file) => path.basename(file, '.json'))
  const english = locales.filter((language) => alertLabel('example', language) === 'Example')
  expect(english).toEqual(['en'])
})
