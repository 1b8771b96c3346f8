import { expect, test } from 'vitest'
import { joinPublication, listDifferences, splitPublication } from '../../../core/deployment/publication-outputs.ts'
import { parsePublication } from '../../../core/publication.ts'
import { PublicationError } from '../../../core/publication-mistakes.ts'

const parse = (changes: object = {}) =>
  parsePublication(
    JSON.stringify({
      ...{ title: 'Ноты 📮 {{resolve:ssm:x}}', description: 'Letters.', tag: 'news.org,2026' },
      ...{ sender: { name: 'News', address: 'news@news.org' }, postalAddress: 'Bath' },
      ...changes,
    }),
  )
const topics = (count: number) => Array.from({ length: count }, (_, n) => `topic ${n}`)

test.each([[{}], [{ topics: topics(500) }], [{ domain: { name: 'news.org', hostedZone: 'Z0123456789' } }]])(
  'outputs contain the whole publication: %j',
  (changes) => {
    const publication = parse(changes)
    const outputs = splitPublication(publication)
    const others = { Publication: 'x', PublicationPartial: 'x' }
    expect(joinPublication({ ...others, ...outputs })).toEqual(publication)
    expect(Object.values(outputs).every((part) => part.length <= 1_000 && /^[\w+/=]+$/.test(part))).toBe(true)
  },
)

test('a stack without these outputs has no publication', () => {
  expect(joinPublication({ Publication: 'news.org,2026' })).toBeUndefined()
})

test('settings of another version are kept, and new ones get their defaults', () => {
  const { feedWindow: _window, ...older } = parse()
  expect(joinPublication(splitPublication(older as ReturnType<typeof parse>))).toEqual(parse())
  const newer = { ...parse(), unknownSetting: 1 }
  expect(joinPublication(splitPublication(newer))).toEqual(newer)
})

test('a publication that is too long is refused before it is deployed', () => {
  expect(() => splitPublication(parse({ topics: topics(10_000) }))).toThrow(PublicationError)
})

test('the settings that differ are listed', () => {
  expect(listDifferences(parse(), parse({ $schema: 'x' }))).toEqual([])
  expect(listDifferences(parse(), parse({ title: 'Other', hub: 'https://hub.example.org/' }))).toEqual(['title', 'hub'])
})
