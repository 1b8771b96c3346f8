import { expect, test } from 'vitest'
import { bodyOf, feedOf, problemsOf, rejectionsOf } from '../feed-of.ts'

test.each([
  "import Chart from '../chart.js'",
  "import { a, b as c } from 'x'",
  'export const meta = {\n  title: "x",\n}',
  '<Chart data={rows.map((row) => row > 1)} label="a > b" />',
  '<Chart\n  data={rows}\n/>',
  'Text <Note.Icon a={1} />',
  'Text {frontmatter.title}',
])('%s is left out and reported', (code) => {
  expect(bodyOf(`${code}\n\nAfter`).text).toMatch(/^(Text )?After$/)
  expect(problemsOf(code)).toMatchObject([{ rule: 'mdx', line: 6 }])
})

test('the text within components is kept, and pictures are shown', () => {
  expect(feedOf('<Tabs items={["a"]}>\n\nSome *text*\n\n</Tabs>')).toContain('<p>Some <em>text</em></p>')
  expect(feedOf('<Image src={"a.png"} alt="A" />')).toContain(
    '<img src="https://gazette.example/articles/t/a.png" alt="A">',
  )
  expect(feedOf('a <YouTube id="dQw4w9WgXcQ" />')).toContain('href="https://www.youtube.com/watch?v=dQw4w9WgXcQ"')
})

test('expressions in the attributes of HTML are left out', () => {
  expect(feedOf('<div style={{ color: \'red\' }} title="x">Hi</div>')).toContain('<div title="x">Hi</div>')
  expect(problemsOf('<div style={{ a: 1 }}>Hi</div>')).toMatchObject([{ rule: 'mdx', line: 6 }])
})

test.each(['<B>bold</B> <BR>', 'import duties rose', 'a < B and {a, b}', '`<Chart a={1} />`', '<https://x.example/>'])(
  '%s is not MDX',
  (text) => {
    expect(problemsOf(text)).toEqual([])
  },
)

test('names of files and sites in angle brackets are text', () => {
  expect(problemsOf('Include <stdio.h>, install <ferry.apk>')).toEqual([])
  expect(feedOf('Include <stdio.h>')).toBe('<p>Include &#x3C;stdio.h></p>\n')
})

test.each(['draft: true', "'draft': true", 'published: false', "status: 'draft'"])(
  'a statement with the field %s rejects the file, because it may not be for everyone',
  (field) => {
    expect(rejectionsOf(`export const meta = {\n  title: 'A lamp',\n  ${field},\n}\n\nText.`)).toMatchObject([
      { rule: 'conditional-text' },
    ])
  },
)

test('a statement that says that the page is public is left out', () => {
  expect(rejectionsOf("export const meta = { published: true, draft: false, status: 'published' }")).toEqual([])
})

test('attributes that only HTML allows make no text of a tag', () => {
  expect(feedOf('A <b @click="x" :@label="$data.y">bold</b> word')).toBe('<p>A <b>bold</b> word</p>\n')
  expect(feedOf('<a@b.example> and a <b @ c')).toContain('a &#x3C;b @ c')
})
