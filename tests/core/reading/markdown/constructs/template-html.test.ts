import { expect, test } from 'vitest'
import { withoutTemplateCode } from '../../../../../core/reading/markdown/constructs/template-html.ts'

function clean(html: string) {
  const found: string[] = []
  return { html: withoutTemplateCode(html, (kind, code, row) => found.push(`${row} ${kind} ${code}`)), found }
}

test('code in text and in attributes is removed, with its line', () => {
  expect(clean('<p>\n{{ a }} <a class="b" href="{{ c }}/d">e</a>{% include\nf %}\n{{ g }}')).toEqual({
    html: '<p>\n <a class="b">e</a>\n\n',
    found: [
      '1 template-code {{ a }}',
      '1 template-code href="{{ c }}/d"',
      '1 template-code {% include f %}'.replace('include ', 'include\n'),
      '3 template-code {{ g }}',
    ],
  })
})

test('in the output of templates, only code of ERB is removed', () => {
  expect(withoutTemplateCode('<a title="{{ a }}">{{ b }}</a> <%= c %>', () => {}, true)).toBe(
    '<a title="{{ a }}">{{ b }}</a> ',
  )
})

test('code samples, scripts and comments stay', () => {
  const html = '<pre>{{ a }}</pre><code>{% b %}</code><script>{{ c }}</script><!-- {{ d }} --><p title="x">{ e }'
  expect(clean(html)).toEqual({ html, found: [] })
})

test('code of ERB is removed, and a comment that divides public from paid text is reported', () => {
  expect(clean('<p title="<%= a %>"><%= b %></p>\n<!--members-only-->')).toEqual({
    html: '<p></p>\n<!--members-only-->',
    found: ['0 template-code title="<%= a %>"', '0 template-code <%= b %>', '1 conditional-text <!--members-only-->'],
  })
})
