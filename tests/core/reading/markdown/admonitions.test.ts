import { expect, test } from 'vitest'
import { bodyOf, feedOf, problemsOf } from './feed-of.ts'

test.each([
  ['Docusaurus', ':::tip Two horses\nText\n:::'],
  ['Docusaurus with a label', ':::tip[Two horses]\n\nText\n\n:::'],
  ['VuePress', '::: tip Two horses\nText\n:::'],
  ['Quarto', '::: {.callout-tip title="Two horses"}\nText\n:::'],
  ['MkDocs', '!!! tip "Two horses"\n    Text'],
  ['Hugo', '{{% notice tip "Two horses" %}}\nText\n{{% /notice %}}'],
  ['another theme of Hugo', '{{< callout type="tip" title="Two horses" >}}\nText\n{{< /callout >}}'],
])('an admonition of %s is an alert', (_, text) => {
  expect(feedOf(`Before\n\n${text}\n\nAfter`)).toMatch(
    /Before<\/p>\n<blockquote class="alert alert-tip">\n<p><strong>Two horses<\/strong><\/p>\n<p>Text<\/p>\n<\/blockquote>\n<p>After/,
  )
  expect(problemsOf(text)).toEqual([])
})

test('an admonition without a title has the label of its kind', () => {
  expect(feedOf(':::warning\nText\n:::')).toContain('<strong>Warning</strong>')
  expect(feedOf('{% hint style="danger" %}\nText\n{% endhint %}')).toMatch(/alert-danger">\n<p><strong>Danger</)
  expect(feedOf('!!! note ""\n    Text')).toBe('<blockquote class="alert alert-note">\n<p>Text</p>\n</blockquote>\n')
})

test('admonitions fold, and contain blocks, code and each other', () => {
  expect(bodyOf('??? tip\n    Text').page).toContain('<details class="alert alert-tip">\n<summary><strong>Tip')
  expect(bodyOf('::: details Answer\nEels\n:::').page).toMatch(/<details [\s\S]*<strong>Answer<[\s\S]*Eels/)
  expect(feedOf(':::note\n```\n:::\n```\n\n- a\n\n:::danger\nb\n:::\n\n:::\n\nc')).toMatch(
    /alert-note[\s\S]*<code>:::\n<\/code>[\s\S]*<li>a<[\s\S]*alert-danger[\s\S]*<p>b<[\s\S]*<\/blockquote>\n<\/blockquote>\n<p>c/,
  )
})

test('tabs of MkDocs are alerts that are open, and an emoji may stand in a title', () => {
  const { page } = bodyOf('=== "Oil"\n\n    One\n\n=== "Gas"\n\n    Two\n\nAfter')
  expect(page).toMatch(
    /<details [^>]*open[\s\S]*Oil[\s\S]*<p>One<[\s\S]*<details [\s\S]*Gas[\s\S]*<p>Two<[\s\S]*<p>After/,
  )
  expect(feedOf(':::warning :zap: Danger\nText\n:::')).toMatch(/alert-warning">[\s\S]*Danger[\s\S]*<p>Text</)
})

test('the text of an unknown block is kept, and the block is reported', () => {
  expect(feedOf('::: columns\nText\n:::')).toContain('<p>Text</p>')
  expect(problemsOf('::: columns\nText\n:::')).toMatchObject([{ rule: 'unknown-markup', line: 6 }])
})

test('colons, exclamation marks and tags without an end are text', () => {
  expect(feedOf('Look!!! note\n\na ::: b')).toBe('<p>Look!!! note</p>\n<p>a ::: b</p>\n')
})
