import { expect, test } from 'vitest'
import { renderBody } from '../../../core/html/render-body.ts'
import { accepted, parse } from './sample.ts'

const page = (name: string, text: string) =>
  renderBody(accepted(name, text).body, 'https://gazette.example/articles/t/').page
const reported = (name: string, text: string) =>
  parse(name, text).problems.flatMap(({ rule, line }) => (/comment/.test(rule) ? [`${rule} ${line}`] : []))

const comments = [
  '{# secret #}',
  `{# ${'secret '.repeat(900)}#}`,
  '{{/* secret */}}',
  '{{- /* secret */ -}}',
  '{% comment %}<b>secret</b>{% endcomment %}',
  '{%- comment "name" -%}secret{%- endcomment -%}',
  '{{< comment >}}secret{{< /comment >}}',
  '{{!-- secret {{ x }} --}}',
  '{% # secret %}',
  '{::comment}secret{:/comment}',
  '<%# secret %>',
  '<%-- secret --%>',
]

test.each(comments)('a private comment is removed from every format, and reported with its line: %s', (comment) => {
  const files = {
    'a.md': `# Letters\n\nOne ${comment} two.\n`,
    'a.txt': `The letters\n\nOne ${comment} two.\n`,
    'a.html': `<h1>Letters</h1>\n\n<p>One ${comment} two.</p>`,
    'page.html': `<html><head><title>Letters</title></head>\n<body><h1>Letters</h1>\n<p>One ${comment} two.</p></body></html>`,
  }
  for (const [name, text] of Object.entries(files)) {
    expect(page(name, text)).toMatch(/One\s+two\./)
    expect(page(name, text)).not.toMatch(/secret/)
    expect(reported(name, text)).toEqual(['private-comment 3'])
  }
})

test('below front matter, a comment has its line in the file', () => {
  expect(reported('a.txt', '---\ntitle: Letters\n---\nOne.\n\n{# secret #}\n')).toEqual(['private-comment 6'])
  expect(reported('a.html', '---\ntitle: Letters\n---\n<p>One.\n{# secret #}')).toEqual(['private-comment 5'])
})

test('HTML comments are removed from archive pages', () => {
  const text = 'The letters\n\nOne. <!-- secret\n\nsecret -->\n\nTwo.\n'
  expect(page('a.txt', text)).toBe('<p>One.</p><p>Two.</p>')
  expect(reported('a.txt', text)).toEqual(['private-comment 3'])
})

test.each([
  ['a.txt', 'The letters\n\nOne {% comment %} secret.\n'],
  ['a.html', '<h1>Letters</h1>\n\n<p>One {{/* secret'],
  ['page.html', '<html><h1>Letters</h1>\n\n<p>One {{!-- secret</html>'],
])('a comment that is never closed rejects the file: %s', (name, text) => {
  expect(parse(name, text).accepted).toBe(false)
  expect(reported(name, text)).toEqual(['unclosed-comment 3'])
})

test('in code and in scripts, nothing is removed', () => {
  const code = '<pre>{# a #}</pre><p><code>{{/* b */}}</code> e</p>'
  expect(page('a.html', `<h1>Letters</h1>${code}`)).toBe(code)
  expect(page('page.html', `<html><h1>Letters</h1><script>x = '{% comment %}'</script>${code}</html>`)).toBe(code)
})

test('in a whole page, percent signs and single braces are text', () => {
  const text = '<p>50%% and 60%% {>> a <<} {/* b */}</p>'
  expect(page('page.html', `<html><h1>Letters</h1>${text}</html>`)).toContain(
    '50%% and 60%% {>> a &#x3C;&#x3C;} {/* b */}',
  )
})

test.each(['{# ', '{{/*', '%% ', '{>>', '<%#', '<%-- ', '{% comment %}', '{# #}', '%%a%% '])(
  'a bomb of %j in HTML takes little CPU time',
  (unit) => {
    const before = process.cpuUsage()
    parse('a.html', `<h1>Letters</h1><p>${unit.repeat(1_500_000 / unit.length)}`)
    const { user, system } = process.cpuUsage(before)
    expect((user + system) / 1e6).toBeLessThan(10)
  },
)
