import { expect, test } from 'vitest'
import { feedOf } from './feed-of.ts'

test.each([
  ['a tight list', '- [ ] one\n- [x] two', ['<li>☐ one</li>', '<li>☑ two</li>']],
  ['a loose list', '- [x] one\n\n- [ ] two', ['<p>☑ one</p>', '<p>☐ two</p>']],
  ['an ordered list', '1. [X] one\n2. [ ] two', ['<li>☑ one</li>', '<li>☐ two</li>']],
  ['a nested list', '- a\n  * [x] **b**\n    + [ ] c', ['<li>☑ <strong>b</strong>', '<li>☐ c']],
  ['an alert', '> [!NOTE]\n> - [x] a', ['<li>☑ a']],
  ['escaped brackets', '- \\[x\\] a', ['<li>☑ a']],
  ['a cancelled task of Obsidian', '- [-] a', ['<li>☒ a']],
  ['HTML', '<ul><li><input type="checkbox" disabled checked> a<li><input type="checkbox"> b</ul>', ['☑  a', '☐  b']],
])('tasks of %s have a sign', (_, text, parts) => {
  for (const part of parts) expect(feedOf(text)).toContain(part)
})

test('a link or a word in brackets is not a task', () => {
  expect(feedOf('- [x](https://x.example/) a\n- [y] b\n\n[x] c')).toMatch(
    /<li><a .*>x<\/a> a<\/li>\n<li>\[y\] b[\s\S]*<p>\[x\] c/,
  )
})
