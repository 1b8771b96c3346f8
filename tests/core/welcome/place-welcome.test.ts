import { expect, test } from 'vitest'
import { placeWelcome } from '../../../core/welcome/place-welcome.ts'

test.each([
  ['welcome/1.md', { number: 1, variant: '' }],
  ['welcome/12.de.md', { number: 12, variant: 'de' }],
  ['welcome/2.pt-BR.md', { number: 2, variant: 'pt-BR' }],
])('%s has the place %j', (key, place) => {
  expect(placeWelcome(key)).toEqual(place)
})

test.each([
  ['welcome/0.md', 'welcome/1.md.'],
  ['welcome/01.md', 'welcome/1.md.'],
  ['welcome/100.md', 'welcome/1.md.'],
  ['welcome/3.DE.md', 'welcome/3.de.md.'],
  ['welcome/3.pt-br.md', 'welcome/3.pt-BR.md.'],
  ['welcome/2-de.txt', 'welcome/2.de.md.'],
  ['welcome/2.html', 'welcome/2.md.'],
  ['welcome/first.md', 'welcome/1.md.'],
  ['welcome/more/1.md', 'welcome/1.md.'],
  ['welcome/1.md.md', 'welcome/1.md.'],
  ['welcome/1.xx.md', 'welcome/1.md.'],
])('%s is refused, and the receipt names %s', (key, name) => {
  expect(placeWelcome(key)).toMatchObject({
    rule: 'welcome-name',
    severity: 'error',
    fix: expect.stringContaining(`Name it ${name}`),
  })
})

test('a picture belongs below articles/, and a private file is held back', () => {
  expect(placeWelcome('welcome/coach.png')).toMatchObject({ fix: expect.stringContaining('below articles/') })
  expect(placeWelcome('welcome/_1.md')).toMatchObject({ rule: 'held-back', severity: 'error' })
  expect(placeWelcome('welcome/drafts/1.md')).toMatchObject({ rule: 'held-back', severity: 'error' })
})
