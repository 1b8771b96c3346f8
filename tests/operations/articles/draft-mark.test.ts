import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parsePublication } from '../../../core/publication.ts'
import { parseUpload } from '../../../core/reading/parse-upload.ts'
import { setDraft } from '../../../operations/articles/draft-mark.ts'

const publication = parsePublication(
  JSON.stringify({
    ...{ title: 'The Night Mail', description: 'Letters.', tag: 'night-mail.example.org,2026' },
    ...{ sender: { name: 'The Night Mail', address: 'news@night-mail.example.org' }, postalAddress: '1 Summit' },
  }),
)

function isDraft(name: string, text: string): boolean {
  const parsed = parseUpload({ key: `articles/${name}`, bytes: new TextEncoder().encode(text) }, publication)
  if (!parsed.accepted) throw new Error(parsed.problems.map(({ message }) => message).join(' '))
  return parsed.manuscript.draft
}

const page = 'The Night Mail\n\nA letter from Bath\n\n31 March 2026\n\nThe coach was late, and the river rose.\n'

test.each([
  ['md', '---\ntitle: "Bath: a letter" # a comment\nx:   1\n---\n\n# Bath\n\nThe coach was late.\n'],
  ['md', '+++\ntitle = "Bath"\n[params]\nmood = "calm"\n+++\n\nThe coach was late.\n'],
  ['md', '# Bath\n\nThe coach was late.\n'],
  ['md', 'Title: Bath\nDate: 2026-03-31\n\nThe coach was late.\n'],
  ['txt', page],
  [
    'html',
    '<!doctype html>\n<html><head>\n<title>Bath</title>\n</head><body><p>The coach was late.</p></body></html>\n',
  ],
  ['html', '<h1>Bath</h1>\n<p>The coach was late.</p>\n'],
  ['html', '---\ntitle: Bath\n---\n<p>The coach was late.</p>\n'],
] as const)('a draft is marked, and the file is as before once it is published: %s %s', (format, text) => {
  expect(isDraft(`bath.${format}`, text)).toBe(false)
  const draft = setDraft(text, format, true)
  expect(isDraft(`bath.${format}`, draft)).toBe(true)
  expect(setDraft(draft, format, true)).toBe(draft)
  expect(setDraft(draft, format, false)).toBe(text)
})

test('a mark is removed wherever it stands, however it is written', () => {
  const text = (line: string) => `---\ntitle: Bath\n${line}date: 2026-03-31\n---\n\nThe coach was late.\n`
  for (const line of ['draft: true\n', 'Draft : yes # not yet\n', 'draft: "true"\n']) {
    expect(setDraft(text(line), 'md', false)).toBe(text(''))
  }
  expect(setDraft(text('draft: false\n'), 'md', true)).toBe(text('draft: true\n'))
})

test('everything but the mark stays as it is, in any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom('md', 'txt', 'html'), (text, format) => {
      const marked = setDraft(text, format, true)
      expect(marked.replace(/draft: true\n|Draft: true\n|<meta name="draft" content="true">\n/, '')).toContain(
        text.replace(/draft[ \t]*[:=][^\n]*\n|<meta[^>]*>[ \t]*\n?/gi, '').slice(-20),
      )
    }),
  )
})
