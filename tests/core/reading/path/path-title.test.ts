import { expect, test } from 'vitest'
import { accepted, parse, rules } from '../sample.ts'

test.each([
  ['2024-01-02-my-post.md', 'My post'],
  ['_posts/2011-03-04-harbour.markdown', 'Harbour'],
  ['2024-01-02-mail-in-rome/index.md', 'Mail in rome'],
  ['notes/Create your first note.md', 'Create your first note'],
  ['notes/Self-hosting.md', 'Self hosting'],
  ['notes/Night-mail on foot.md', 'Night-mail on foot'],
  ['how-letters-travel.md', 'How letters travel'],
  ['郵便の歴史.md', '郵便の歴史'],
  ['v0.12.14.md', 'v0.12.14'],
  ['onChange.md', 'onChange'],
  ['202401021530 A walk.md', 'A walk'],
  ['Mail coaches 1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d.md', 'Mail coaches'],
  ['2024-01-02-le-port.fr.md', 'Le port'],
  ['2024-01-02-page.html', undefined],
])('the title of a file %s without a title is %j', (key, title) => {
  const parsed = parse(key, key.endsWith('.html') ? '<p>Some text.</p>' : 'Some text.')
  if (title === undefined) return expect(rules(parsed)).toContain('missing-title')
  expect(parsed).toMatchObject({ accepted: true, manuscript: { title } })
  expect(rules(parsed)).toContain('title-from-path')
})

test.each([
  'untitled.md',
  'Untitled 3.md',
  'Sans titre.md',
  'New note.md',
  '未命名.md',
  'no-title.md',
  'bad-file.md',
  'letter.md',
  'notes.md',
  '2024-01-02.md',
  'Daily note 2024-01-02.md',
  'index.md',
  'posts/index.md',
  'README.md',
  '3fa85f64-5717-4562-b3fc-2c963f66afa6.md',
  'dQw4w9WgXcQ.md',
  'IMG_1234.md',
  'Night mail.txt',
])('a file %s without a title is rejected, because its name is none', (key) => {
  expect(rules(parse(key, `${'word '.repeat(200)}\n\n${'word '.repeat(200)}`))).toContain('missing-title')
})

test('a title in the file takes precedence over its name', () => {
  const parsed = accepted('2024-01-02-my-post.md', '# A walk\n\nSome text.')
  expect(parsed.manuscript.title).toBe('A walk')
  expect(rules(parsed)).not.toContain('title-from-path')
})

test('a file without title and text is rejected whatever its name', () => {
  expect(rules(parse('A walk.md', '---\ntags: walks\n---\n'))).toContain('missing-title')
  expect(rules(parse('A walk.md', '![A map](map.png)'))).not.toContain('missing-title')
})

test('the first of several parts below an introduction is the title only if the name of the file is none', () => {
  const text = 'An introduction.\n\n# Monday\n\nRain.\n\n# Tuesday\n\nSun.'
  const titleOf = (key: string, markdown: string) => accepted(key, markdown).manuscript.title
  expect(titleOf('A week in Bath.md', text)).toBe('A week in Bath')
  expect(titleOf('a.md', text)).toBe('Monday')
  expect(titleOf('A week in Bath.md', text.replace('# Tuesday', '## Tuesday'))).toBe('Monday')
  expect(titleOf('A week in Bath.md', text.replace('An introduction.', ''))).toBe('Monday')
})
