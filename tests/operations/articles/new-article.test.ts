import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePublication } from '../../../core/publication.ts'
import { parseUpload } from '../../../core/reading/parse-upload.ts'
import { classifyKey } from '../../../core/reading/upload-key.ts'
import { freeKey, newArticleKey, writeNewArticle } from '../../../operations/articles/new-article.ts'

const publication = parsePublication(
  JSON.stringify({
    ...{ title: 'The Night Mail', description: 'Letters.', tag: 'night-mail.example.org,2026' },
    ...{ sender: { name: 'The Night Mail', address: 'news@night-mail.example.org' }, postalAddress: '1 Summit' },
    digests: { daily: { title: 'Daily', schedule: { every: 'day', at: '07:00' } } },
  }),
)

const given = { title: 'Bath', authors: [], topics: [], date: '2026-03-31', digests: [] }

function read(text: string) {
  const parsed = parseUpload(
    { key: 'articles/a.md', bytes: new TextEncoder().encode(`${text}The coach was late.`) },
    publication,
  )
  if (!parsed.accepted) throw new Error(parsed.problems.map(({ message }) => message).join(' '))
  return parsed.manuscript
}

test('a new article is a draft with the fields that its author chose', () => {
  const text = writeNewArticle({
    ...given,
    ...{
      title: 'Bath: "a letter" #1',
      summary: 'It\nrained.',
      authors: ['Ada Byron', 'O’Neill, J.'],
      topics: ['maps'],
    },
    ...{ mail: 'alone', digests: ['daily'] },
  })
  expect(read(text)).toMatchObject({
    ...{ title: 'Bath: "a letter" #1', summary: 'It rained.', draft: true, mail: 'alone', digests: ['daily'] },
    ...{ authors: [{ name: 'Ada Byron' }, { name: 'O’Neill, J.' }], topics: [{ name: 'maps' }] },
  })
})

test('no title breaks out of its field', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (rest) => {
      const lines = writeNewArticle({ ...given, title: `A ${rest}` }).split('\n')
      expect([lines[0], lines.slice(3)]).toEqual(['---', ['draft: true', '---', '', '']])
      expect(lines[1]).toMatch(/^title: "A/)
    }),
  )
})

test('the path of a new article comes from its year and its title, in any script', () => {
  expect(newArticleKey('A letter from Bath!', '2026-03-31')).toBe('articles/2026/a-letter-from-bath.md')
  for (const title of ['../../receipts/x', '<script>', '🐎', '夜行郵便', '%2F', '']) {
    expect([title, classifyKey(newArticleKey(title, 'soon'))]).toEqual([
      title,
      expect.objectContaining({ format: 'md' }),
    ])
    expect(newArticleKey(title, 'soon').split('/')).toHaveLength(2)
  }
})

test('a path that is taken gets a number', () => {
  const taken = new Set(['articles/a.md', 'articles/a-2.md'])
  expect(freeKey('articles/a.md', (key) => taken.has(key))).toBe('articles/a-3.md')
})
