import { expect, test } from 'vitest'
import { removePrivateComments } from '../../../../core/reading/markdown/private-comments.ts'

const remove = (text: string) => removePrivateComments(text, 0).text

test.each([
  ['%%', 'a %%secret%% b'],
  ['a block of lines', 'a\n\n%%\nsecret\n\nmore secret\n%%\n\nb'],
  ['CriticMarkup', 'a {>>secret<<} {--secret--} b'],
  ['MDX', 'a {/* secret */} b'],
  ['Liquid', 'a {%- comment -%}\nsecret\n{% endcomment %} b'],
  [
    'Hugo',
    'a {{/* secret */}} {{- /* secret */ -}} {{< comment >}}secret{{< /comment >}} {{% comment %}}secret{{% /comment %}} b',
  ],
  ['Handlebars', 'a {{!-- secret }} --}} {{! secret }} b'],
  ['Nunjucks', 'a {# secret #} b'],
  ['Liquid, without an end', 'a {% # secret %} {%- # secret -%} b'],
  ['kramdown', 'a {::comment}secret{:/comment} {::comment}\nsecret\n{:/} b'],
  ['ERB and EJS', 'a <%# secret %> <%-- secret %> --%> b'],
  ['Org', 'a\n#+BEGIN_COMMENT\nsecret\n#+end_comment\nb'],
  ['a link definition', 'a\n[//]: # (secret (with) brackets)\nb'],
  ['a link definition of two lines', '[comment]: # (a\nsecret)\n\nb'],
  ['below a fence in a quotation', '> ```\n> code\n\n%%secret%%'],
  ['below a fence in a list', '- ```\n  code\n\n%%secret%%'],
  ['below a fence in HTML', '<pre>\n```\n</pre>\n\n%%secret%%'],
  ['below a code span that looks like a fence', '```code```\n\n%%secret%%'],
  ['in an indented line', '- a\n\n    %%secret%%'],
])('a comment is removed, and its lines stay: %s', (_, text) => {
  const result = removePrivateComments(text, 10)
  expect(result.text).not.toContain('secret')
  expect(result.text.split('\n')).toHaveLength(text.split('\n').length)
  expect(result.problems[0]).toMatchObject({ rule: 'private-comment', severity: 'warning', line: expect.any(Number) })
})

test.each([
  '`a %%b%% c` and ``%%`%%``',
  '```\n%%a%%\n```',
  '~~~~\n%%a%%\n~~~\n{/* b */}\n~~~~',
  '[a](https://example.org/x%%20y%%20z) and https://example.org/%%20',
  'It was \\%% and 100%% sure.',
  '## A heading {#id}\n\n{{< figure >}} {{ page }} {% include a %}',
  '{{</* a shortcode that is shown */>}}',
  '[ref]: https://example.org/ "title"',
  'Open {# a, {-- b, {%# c, <%# d and <%-- e.',
])('%j is text', (text) => {
  expect(removePrivateComments(text, 0)).toMatchObject({ text, problems: [] })
})

test('comments are removed from HTML, except in code', () => {
  const html = '<p>a%%secret%%</p>\n{% comment %}\n<p>secret</p>\n{% endcomment %}\n<pre>{# code #}</pre>`{# secret #}`'
  const { text, problems } = removePrivateComments(html, 0, 'fragment')
  expect(text).toBe('<p>a</p>\n\n\n\n<pre>{# code #}</pre>``')
  expect(problems.map(({ line }) => line)).toEqual([1, 2, 5])
  expect(removePrivateComments('<!-- never closed', 0, 'fragment').problems).toEqual([])
})

test('a comment that is never closed is an error in its line', () => {
  for (const opening of ['%%', '{>>', '{/*', '{% comment %}']) {
    expect(removePrivateComments(`a\n\nb ${opening} secret`, 4).problems).toMatchObject([
      { rule: 'unclosed-comment', severity: 'error', line: 7 },
    ])
  }
})

test('tags are found outside of code and links', () => {
  const { hashtags } = removePrivateComments('#draft\n\na #area/wip `#b` [c](#d) C#e\n\n# Heading', 2)
  expect(hashtags).toEqual([
    { tag: '#draft', line: 3 },
    { tag: '#area/wip', line: 5 },
  ])
})

test('an HTML comment at the start of a line that never ends is an error, because browsers hide the text below it', () => {
  expect(removePrivateComments('a\n\n<!-- secret\n\nb', 10).problems).toMatchObject([
    { rule: 'unclosed-comment', line: 13 },
  ])
  expect(removePrivateComments('a <!-- b\n\n%%secret%%', 10)).toMatchObject({ text: 'a <!-- b\n\n' })
})

test.each([
  '%%',
  '`',
  '`a',
  '``` \n',
  '> ```\n',
  '- ~~~\n',
  ' ',
  '\n ',
  '[//]: # (\n',
  '{# ',
  '{{/*',
  '<!--',
  'a<!--',
  '#a ',
  '1%% ',
  '\\`',
])('a bomb of %j takes little CPU time', (unit) => {
  const before = process.cpuUsage()
  remove(`${unit.repeat(1_500_000 / unit.length)}%%`)
  remove(`${Array.from({ length: 1500 }, (_, index) => '`'.repeat(index)).join(' ')}%%`)
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1e6).toBeLessThan(10)
})
