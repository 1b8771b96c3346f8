import type { MarkdownIt } from 'markdown-it'

/** Signs by the mark between the brackets. Feeds and mails show no checkboxes, so these are characters. */
const signs: Readonly<Record<string, string>> = { ' ': '☐', x: '☑', X: '☑', '-': '☒' }

/** Replaces `[ ]` and `[x]` at the start of list items, tight or loose, by signs. Runs before inline text is parsed. */
export function useTaskItems(markdown: MarkdownIt): void {
  markdown.core.ruler.after('block', 'task-items', ({ tokens }) => {
    tokens.forEach((token, index) => {
      if (token.type !== 'inline' || tokens[index - 2]?.type !== 'list_item_open') return
      const sign = /^\\?\[([ xX-])\\?\](?=\s)/.exec(token.content)
      if (sign) token.content = (signs[sign[1] ?? ''] ?? '') + token.content.slice(sign[0].length)
    })
  })
}
