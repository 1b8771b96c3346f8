import { describe, expect, test } from 'vitest'
import {
  checkCanonical,
  checkImage,
  checkTitle,
  chooseNames,
  withoutAddress,
} from '../../../core/reading/check-fields.ts'

const rulesOf = ({ problems }: { readonly problems: readonly { readonly rule: string }[] }) =>
  problems.map(({ rule }) => rule)

describe('title', () => {
  test.each(['', '\u200b\u200b', '\u202e', '\u0301', '\u00a0'])('%j is no title', (title) => {
    expect(checkTitle(title, 'Write one.')).toMatchObject({
      value: '',
      problems: [{ rule: 'missing-title', fix: 'Write one.' }],
    })
  })

  test.each([
    [120, []],
    [121, ['long-title']],
    [500, ['long-title']],
    [501, ['title-too-long']],
  ])('a title of %i characters has the problems %j', (length, rules) => {
    expect(rulesOf(checkTitle('x'.repeat(length), ''))).toEqual(rules)
  })
})

describe('names', () => {
  const choose = (names: readonly string[]) =>
    chooseNames('topic', names, (name) => ({ slug: name.toLowerCase().replace('á', 'a'), name }))

  test('names with the same slug are merged with a warning; repeated ones, also in other case, without', () => {
    const merged = choose(['Rail', ' RAIL\n', 'Road', 'Ráil', '\u200bRoad\u200e', ''])
    expect(merged.value).toEqual([
      { slug: 'rail', name: 'Rail' },
      { slug: 'road', name: 'Road' },
    ])
    expect(merged.problems).toMatchObject([{ rule: 'same-address', message: expect.stringContaining('"Ráil"') }])
  })

  test('no name is null', () => {
    expect(choose(['null', '~', 'undefined', 'Null Island'])).toEqual({
      value: [{ slug: 'null island', name: 'Null Island' }],
      problems: [],
    })
  })

  test('surplus and overlong names are dropped with a warning', () => {
    const many = choose(Array.from({ length: 21 }, (_, index) => `topic ${index}`))
    expect([many.value.length, rulesOf(many)]).toEqual([20, ['too-many-topics']])
    const long = choose(['Rail', 'x'.repeat(101)])
    expect([long.value.length, rulesOf(long)]).toEqual([1, ['too-many-topics']])
  })
})

test.each([
  ['Ada Byron <ada@example.org>', 'Ada Byron'],
  ['Ada Byron (ada@example.org)', 'Ada Byron'],
  ['Ada Byron', 'Ada Byron'],
])('the author %s is published as %s', (author, name) => {
  expect(withoutAddress(author)).toBe(name)
})

test.each([
  [{ url: 'cover.jpg', alt: 'A letter' }, []],
  [{ url: 'https://x.example/a.png', alt: ' ' }, ['missing-alt']],
  [{ url: 'data:image/png;base64,AA', alt: 'A' }, ['unsafe-image']],
  [{ url: 'javascript:alert(1)', alt: 'A' }, ['unsafe-image']],
])('the image %j has the problems %j', (image, rules) => {
  const checked = checkImage(image)
  expect(rulesOf(checked)).toEqual(rules)
  expect(checked.value === undefined).toBe(rules.includes('unsafe-image'))
})

test('a canonical address must be a web address', () => {
  expect(checkCanonical('https://x.example/a')).toEqual({ value: 'https://x.example/a', problems: [] })
  for (const address of ['javascript:alert(1)', '/a', 'https://['])
    expect(rulesOf(checkCanonical(address))).toEqual(['invalid-canonical'])
})
