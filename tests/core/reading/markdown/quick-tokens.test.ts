import { globSync, readFileSync } from 'node:fs'
import MarkdownIt from 'markdown-it'
import cjkFriendly from 'markdown-it-cjk-friendly'
import footnote from 'markdown-it-footnote'
import mark from 'markdown-it-mark'
import { expect, test } from 'vitest'
import { useQuickTokens } from '../../../../core/reading/markdown/quick-tokens.ts'

const usual = () =>
  new MarkdownIt({ html: true, linkify: true, typographer: true }).use(cjkFriendly).use(mark).use(footnote)
const texts = [
  '*a **b** `c`* ~~d~~ ==e== **f*\n[g *h*](i "j") ![k *l*](m) https://n.example <o@p.example>[^1] ^[q *r*]\n\n[^1]: s\n',
  '- a\n  - b\n\n> c\n\n| d | e |\n|---|--:|\n| *f* | g |\n\n1. h\n2. i\n\n```js\nj\n```\n\n<b>k</b>\n\nl\n===\n\n---\n',
  ...globSync('seeds/**/*.md').map((file) => readFileSync(file, 'utf8')),
]

test.each(texts)('tokens are as markdown-it makes them: %#', (text) => {
  const tokens = usual().use(useQuickTokens).parse(text, {})
  expect(JSON.parse(JSON.stringify(tokens))).toEqual(JSON.parse(JSON.stringify(usual().parse(text, {}))))
  expect(usual().use(useQuickTokens).render(text)).toBe(usual().render(text))
})

test('tokens have the fields and methods of markdown-it', () => {
  const [quick] = usual().use(useQuickTokens).parse('a', {})
  const [token] = usual().parse('a', {})
  expect(Object.keys(quick ?? {}).sort()).toEqual(Object.keys(token ?? {}).sort())
  quick?.attrSet('x', 'y')
  expect(quick?.attrGet('x')).toBe('y')
})
