import { expect, test } from 'vitest'
import { feedOf } from '../feed-of.ts'

test('code between tags on one line, in a list, and without an end', () => {
  expect(feedOf('{% highlight js %}a < b{% endhighlight %}')).toBe(
    '<pre><code class="language-js">a &#x3C; b\n</code></pre>\n',
  )
  expect(feedOf('- a\n\n  {% highlight js %}\n  b\n    c\n  {% endhighlight %}')).toContain(
    '<code class="language-js">b\n  c\n</code>',
  )
  expect(feedOf('{% highlight js %}\n*a*')).toContain('<em>a</em>')
})
