import type { Element, ElementContent, Root } from 'hast'
import { mapElements } from '../../html/tree.ts'

/** What GitHub adds to Markdown, in a form that feeds and mail show too: task lists and alerts. */
export function withMarkdownExtras(tree: Root): Root {
  return mapElements(tree, (element) => {
    if (element.tagName === 'li') return [withCheckbox(element)]
    if (element.tagName === 'blockquote') return [withAlertTitle(element)]
    return [element]
  })
}

/** A loose list has its items' text in paragraphs. */
function withCheckbox(item: Element): Element {
  const [first, ...rest] = item.children
  if (first?.type === 'element' && first.tagName === 'p') return { ...item, children: [withCheckbox(first), ...rest] }
  const box = first?.type === 'text' ? /^\s*\[([ xX])\]\s/.exec(first.value) : null
  if (first?.type !== 'text' || box === null) return item
  const sign = box[1] === ' ' ? '☐ ' : '☑ '
  return { ...item, children: [{ type: 'text', value: sign + first.value.slice(box[0].length) }, ...rest] }
}

function withAlertTitle(quote: Element): Element {
  const index = quote.children.findIndex((node) => node.type === 'element')
  const paragraph = quote.children[index]
  const text = paragraph?.type === 'element' ? paragraph.children[0] : undefined
  const kind = text?.type === 'text' ? /^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*(?:\n|$)/.exec(text.value) : null
  if (paragraph?.type !== 'element' || text?.type !== 'text' || kind === null) return quote
  const rest: ElementContent[] = [
    { type: 'text', value: text.value.slice(kind[0].length) },
    ...paragraph.children.slice(1),
  ]
  const children = quote.children.with(index, { ...paragraph, children: rest })
  return { ...quote, children: children.toSpliced(index, 0, alertTitle(kind[1] ?? '')) }
}

function alertTitle(kind: string): Element {
  const title = kind[0] + kind.slice(1).toLowerCase()
  const strong: Element = {
    type: 'element',
    tagName: 'strong',
    properties: {},
    children: [{ type: 'text', value: title }],
  }
  return { type: 'element', tagName: 'p', properties: {}, children: [strong] }
}
