import { expect, test } from 'vitest'
import { toPlainText } from '../../../../core/html/plain-text.ts'
import { bodyOf, feedOf } from './feed-of.ts'

test('an alert looks like one on pages and in mails; feeds and plain text have its label', () => {
  const body = bodyOf('> [!NOTE]\n> Mind the *gap*.')
  expect(body.page).toContain(
    '<div class="alert alert-note" role="note">\n<p><strong>Note</strong></p>\n<p>Mind the <em>gap</em>.</p>\n</div>',
  )
  expect(body.feed).toMatch(/<blockquote class="alert alert-note">\n<p><strong>Note<\/strong><\/p>\n<p>Mind/)
  expect(body.email).toMatch(/<blockquote class="alert" style="[^"]*border-left:4px solid">\n<p><strong>Note/)
  expect(toPlainText(body.email)).toBe('> Note\n> \n> Mind the gap.')
})

test.each([
  ['NOTE', 'note', 'Note'],
  ['tip', 'tip', 'Tip'],
  ['Important', 'important', 'Important'],
  ['WARNING', 'warning', 'Warning'],
  ['CAUTION', 'caution', 'Caution'],
  ['tldr', 'abstract', 'Summary'],
  ['info', 'info', 'Info'],
  ['todo', 'todo', 'To do'],
  ['hint', 'tip', 'Tip'],
  ['done', 'success', 'Success'],
  ['faq', 'question', 'Question'],
  ['attention', 'warning', 'Warning'],
  ['missing', 'failure', 'Failure'],
  ['error', 'danger', 'Danger'],
  ['bug', 'bug', 'Bug'],
  ['example', 'example', 'Example'],
  ['cite', 'quote', 'Quote'],
  ['recipe', 'note', 'Recipe'],
  ['my-own', 'note', 'My own'],
])('%s is an alert', (name, kind, label) => {
  expect(feedOf(`> [!${name}]\n> Text`)).toContain(
    `<blockquote class="alert alert-${kind}">\n<p><strong>${label}</strong></p>\n<p>Text</p>`,
  )
})

test.each([
  ['de', 'Warnung'],
  ['de-AT', 'Warnung'],
  ['fr', 'Avertissement'],
  ['es', 'Advertencia'],
  ['ar', 'تحذير'],
  ['it', 'Avvertenza'],
  ['fi', 'Warning'],
])('labels are in the language of the article: %s', (language, label) => {
  expect(feedOf('> [!WARNING]\n> Text', `lang: ${language}\n`)).toContain(`<strong>${label}</strong>`)
})

test('an alert may have a title of its own, and no text', () => {
  expect(feedOf('> [!tip|right] Two *horses*, “fast”\n> Text')).toContain(
    '<p><strong>Two <em>horses</em>, “fast”</strong></p>\n<p>Text</p>',
  )
  expect(feedOf('> [!WARNING]')).toBe(
    '<blockquote class="alert alert-warning">\n<p><strong>Warning</strong></p>\n</blockquote>\n',
  )
})

test('a foldable alert folds on pages, and is open in mails', () => {
  const { page, email } = bodyOf('> [!tip]- Answer\n> Eels\n\n> [!tip]+ Seen\n> Hens')
  expect(page).toContain('<details class="alert alert-tip">\n<summary><strong>Answer</strong></summary>\n<p>Eels</p>')
  expect(page).toContain('<details class="alert alert-tip" open>\n<summary><strong>Seen')
  expect(email).toMatch(/<blockquote class="alert" style="[^"]*">\n<p><strong>Answer<\/strong><\/p>\n<p>Eels/)
})

test('alerts contain alerts and lists, and a quotation is not an alert', () => {
  expect(feedOf('> [!question] Q\n> > [!todo] Yes\n> > - a')).toMatch(
    /alert-question">\n<p><strong>Q[\s\S]*alert-todo">\n<p><strong>Yes[\s\S]*<li>a/,
  )
  expect(feedOf('> [!note](https://x.example/) is a link\n\n> Text [!NOTE]')).not.toContain('alert')
})
