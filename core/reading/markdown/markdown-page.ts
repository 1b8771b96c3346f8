import type { Element, ElementContent, Root } from 'hast'
import { parseHtml } from '../../html/parse-html.ts'
import { anchorsOf, mapElements, textOf } from '../../html/tree.ts'
import type { Publication } from '../../publication.ts'
import { straightened } from '../../text/smart-quotes.ts'
import { readFrontMatter } from '../front-matter/front-matter.ts'
import type { RawManuscript } from '../manuscript.ts'
import { renderMarkdown } from './render-markdown.ts'

/**
 * Reads Markdown with or without YAML front matter. Unless that has a title, the first level-one heading is the title.
 * @throws {TooComplexError}
 */
export function readMarkdownPage(text: string, publication: Publication): RawManuscript {
  const { body, bodyOffset, ...fields } = readFrontMatter(text, publication)
  const html = renderMarkdown(body, bodyOffset, fields.language ?? publication.language)
  return { ...fields, ...takeTitle(withExtras(bodyOf(parseHtml(html, false))), fields.title) }
}

/** Returns the content of the `body` of a parsed document. */
function bodyOf(document: Root): Root {
  const html = document.children.find((node) => node.type === 'element' && node.tagName === 'html')
  const body =
    html?.type === 'element'
      ? html.children.find((node) => node.type === 'element' && node.tagName === 'body')
      : undefined
  return { type: 'root', children: body?.type === 'element' ? body.children : [] }
}

/** Renders GitHub's task lists and alerts as plain text, which feeds and mails show too. */
function withExtras(tree: Root): Root {
  return mapElements(tree, (element) => {
    if (element.tagName === 'li') return [withCheckbox(element)]
    if (element.tagName === 'blockquote') return [withAlertTitle(element)]
    return [element]
  })
}

/** Replaces `[ ]` and `[x]` by a symbol. In a loose list, the text of an item is in a paragraph. */
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

/** Removes the first heading if it is the title or repeats the title of the front matter, `fieldTitle`. */
function takeTitle(tree: Root, fieldTitle: string | undefined): { title: string | undefined; tree: Root } {
  const heading = tree.children.find((node) => node.type === 'element' && node.tagName === 'h1')
  const headline = heading && textOf(heading, isFootnoteReference).trim()
  if (!headline || (fieldTitle !== undefined && straightened(fieldTitle) !== straightened(headline)))
    return { title: fieldTitle, tree }
  return {
    title: fieldTitle ?? headline,
    tree: {
      ...tree,
      children: tree.children.flatMap((node) =>
        node === heading && node.type === 'element' ? anchorsOf(node) : [node],
      ),
    },
  }
}

function isFootnoteReference({ tagName, properties }: Element): boolean {
  return tagName === 'sup' && String(properties.className) === 'footnote-ref'
}
