import { globSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { renderBody } from '../../../core/html/render-body.ts'
import { articleLabel } from '../../../core/text/article-labels.ts'
import { accepted } from '../reading/sample.ts'

test('every language of mails and pages has labels of its own', () => {
  const locales = globSync('templates/locales/*.json').map((file) => path.basename(file, '.json'))
  expect(locales.filter((language) => articleLabel('watch', language) === articleLabel('watch', 'en'))).toEqual(['en'])
  expect(articleLabel('retracted', 'de-AT')).toBe('Zurückgezogen')
  expect(articleLabel('listen', 'sw')).toBe('Listen')
  expect(articleLabel('listen', 'constructor')).toBe('Listen')
})

test('links that replace media are in the language of the article', () => {
  const html =
    '<html lang=fr><title>T</title><p>x</p><iframe src="https://player.example/1"></iframe><audio src="https://x.example/a.mp3"></audio>'
  const { body, manuscript } = accepted('a.html', html)
  const { page, email } = renderBody(body, 'https://x.example/', undefined, undefined, manuscript.language)
  expect(page).toContain('>Contenu intégré\u00A0: player.example</a>')
  expect(email).toContain('>Écouter</a>')
})
