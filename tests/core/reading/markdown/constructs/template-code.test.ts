import { expect, test } from 'vitest'
import { accepted } from '../../sample.ts'
import { bodyOf, feedOf, problemsOf, rejectionsOf } from '../feed-of.ts'

test.each([
  '{% include lamp_a_b.html *c* %}',
  '{%- assign x = "1" -%}',
  '{{ page.title | upcase }}',
  '{{{ body }}}',
  '{{ embed [[note]] }}',
  '<%= tp.date.now() %>',
  '<% code *b* %>',
])('%s is left out and reported with its line', (code) => {
  expect(feedOf(`Before\n\n${code}\n\nAfter *it* ${code}.`).replaceAll(/\n+/g, '\n')).toBe(
    '<p>Before</p>\n<p>After <em>it</em> .</p>\n',
  )
  expect(problemsOf(`Text\nand ${code}`)).toMatchObject([
    { rule: 'template-code', severity: 'warning', line: 7, message: expect.stringContaining(code.slice(0, 20)) },
  ])
})

test.each([
  ['{% if page.member %}Only some{% endif %}', 6],
  ['Text\n\n{% for post in site.posts %}\n- x\n{% endfor %}', 8],
  ['{{ if .Draft }}x{{ end }}', 6],
  ['<% if member %>a<% end %>', 6],
  ['{{#has visibility="members"}}a{{/has}}', 6],
  ['Text\n\n<!--members-only-->\n\nPaid', 8],
  ['Text <!-- wp:jetpack/paywall --> Paid', 6],
  ['<div>\n{% unless x %}a{% endunless %}\n</div>', 7],
])('text under a condition is not published: %s', (text, line) => {
  expect(rejectionsOf(text)).toMatchObject([{ rule: 'conditional-text', severity: 'error', line }])
})

test('a block of ERB that wraps a text keeps it', () => {
  expect(feedOf('<%= link_to url do %>The map<% end %>')).toBe('<p>The map</p>\n')
})

test('code shows template code as it is', () => {
  const code = '{{ x }} {% if y %} {{< z >}} <%= a %>'
  for (const text of [
    `\`${code}\``,
    `<code>${code}</code>`,
    `\`\`\`\n${code}\n\`\`\``,
    `    ${code}`,
    `<pre>\n${code}\n</pre>`,
  ]) {
    expect(bodyOf(text).text).toContain(code)
    expect(problemsOf(text)).toEqual([])
  }
})

test('raw code is text, on one line and on several', () => {
  expect(feedOf('{% raw %}Use {{ x }} and {% if y %}{% endraw %} now')).toBe('<p>Use {{ x }} and {% if y %} now</p>\n')
  expect(bodyOf('{% raw %}\n\nUse {{ x }}\n\n{% endraw %}\n\n{{ y }}').text).toBe('Use {{ x }}')
})

test('a link with an unknown target keeps its words, and a reference names another upload', () => {
  expect(feedOf('See [the *post*]({{ site.url }}/x "t").')).toBe('<p>See the <em>post</em>.</p>\n')
  expect(feedOf('[a][r]\n\n[r]: {{ site.url }}/x')).toBe('<p>a</p>\n')
  for (const target of ['{{ page.next }}', '<%= url %>', '<%= url %>/x'])
    expect(problemsOf(`[a](${target})`)).toMatchObject([{ rule: 'template-code', line: 6 }])
  for (const [target, file] of [
    ['{{< ref "other.md" >}}', 'other.md'],
    ['{{% relref "other#part" %}}', 'other.md#part'],
    ['{% post_url 2013-05-09-x %}', '2013-05-09-x.md'],
    ['{{ site.baseurl }}{% post_url 2013/2013-05-09-x %}', '2013-05-09-x.md'],
    ['{% link _posts/2013-05-09-x.md %}', '2013-05-09-x.md'],
    ['{{ site.baseurl }}/2013/05/09/x/', '/2013/05/09/x/'],
    ['{{ "/x/" | relative_url }}', '/x/'],
  ]) {
    expect(accepted('a.md', `# T\n\n[a](${target})`).references).toMatchObject([
      { address: file, reference: { rule: 'template-code', source: target } },
    ])
    expect(feedOf(`[a](${target})`)).toBe('<p>a</p>\n')
    expect(problemsOf(`[a](${target})`)).toMatchObject([{ rule: 'template-code', line: 6 }])
  }
  expect(feedOf('[a]({{ "/a.pdf" | relative_url }})')).toContain('articles/t/a.pdf"')
})

test('a picture below the root of the site keeps its address, and any other is left out', () => {
  for (const target of ['{{ site.baseurl }}/a.png', '{{ site.url }}/a.png', '{{ "/a.png" | relative_url }}']) {
    expect(feedOf(`![A](${target})`)).toContain('<img src="https://gazette.example/articles/t/a.png" alt="A">')
  }
  expect(feedOf('![A]({{ page.image }})')).not.toContain('<img')
  expect(problemsOf('![A]({{ page.image }})')).toMatchObject([{ rule: 'template-code' }])
})

test.each([
  [
    '{{< figure src="a.png" alt="A lamp" caption="The *lamp*" >}}',
    '<figure><img src="https://gazette.example/articles/t/a.png" alt="A lamp"><figcaption>The *lamp*</figcaption></figure>',
  ],
  ['{% image "./a.png", "A lamp" %}', '<img src="https://gazette.example/articles/t/a.png" alt="A lamp">'],
  ['{% img left /a.png 300 200 "A lamp" %}', '<img src="https://gazette.example/articles/t/a.png"'],
  [
    '{{< youtube dQw4w9WgXcQ >}}',
    '<a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ">youtube.com/watch?v=dQw4w9WgXcQ</a>',
  ],
  ['{% gist ada/123 %}', '<a href="https://gist.github.com/ada/123">'],
  ['{% embed url="https://x.example/a" %}', '<a href="https://x.example/a">x.example/a</a>'],
])('%s is rendered', (code, html) => {
  expect(feedOf(code)).toContain(html)
})

test.each([
  ['{% highlight ruby linenos %}\nputs "{{ x }}" *a*\n\n- b\n{% endhighlight %}', 'ruby'],
  ['{% codeblock lang:ruby %}\nputs "{{ x }}" *a*\n\n- b\n{% endcodeblock %}', 'ruby'],
  ['{{< highlight ruby "linenos=table" >}}\nputs "{{ x }}" *a*\n\n- b\n{{< /highlight >}}', 'ruby'],
  ['[code language="ruby"]\nputs "{{ x }}" *a*\n\n- b\n[/code]', 'ruby'],
])('code between tags is code', (text) => {
  expect(feedOf(text)).toBe('<pre><code class="language-ruby">puts "{{ x }}" *a*\n\n- b\n</code></pre>\n')
  expect(problemsOf(text)).toEqual([])
})

test('braces that are no template code are text', () => {
  expect(feedOf('The set {a, b}, {} and { x }.')).toBe('<p>The set {a, b}, {} and { x }.</p>\n')
})

test('a heading that is the title in template code is not repeated', () => {
  for (const heading of ['{{ page.title }}\n====', '# {{ title }}', '## {{ page.title | escape }}']) {
    expect(feedOf(`${heading}\n\nText.`)).toBe('<p>Text.</p>\n')
    expect(problemsOf(heading)).toEqual([])
  }
  expect(feedOf('## {{ page.subtitle }}\n\nText.')).toBe('<p>Text.</p>\n')
  expect(problemsOf('## {{ page.subtitle }}')).toMatchObject([{ rule: 'template-code' }])
})

test('the code of Hexo is a block of code, and a tag of GitBook around one is left out', () => {
  expect(feedOf('{% code %}\nnpm *install*\n{% endcode %}')).toBe('<pre><code>npm *install*\n</code></pre>\n')
  expect(feedOf('{% code title="a.js" %}\n```js\nlet a\n```\n{% endcode %}')).toBe(
    '<pre><code class="language-js">let a\n</code></pre>\n',
  )
})

test('the message about a loop says that data is missing, not that a text may be private', () => {
  expect(rejectionsOf('{% for x in xs %}\n\ny\n\n{% endfor %}')).toMatchObject([
    { rule: 'conditional-text', message: expect.stringContaining('repeats a text') },
  ])
})

test.each([
  ['@/b/other.md#part', '/b/other.md#part'],
  ['{filename}other.md', 'other.md'],
  ['{filename}/b/other.md', '/b/other.md'],
])('the address %s of Zola or Pelican leads to the file', (target, address) => {
  expect(accepted('a.md', `# T\n\n[a](${target})`).references).toMatchObject([{ address }])
})

test('a picture of Pelican is the file', () => {
  expect(feedOf('![a]({static}/img/b.png)')).toContain('/img/b.png')
})
