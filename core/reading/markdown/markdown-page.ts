import type { Element, Root } from 'hast'
import { parseHtml } from '../../html/parse-html.ts'
import { anchorsOf, mapElements, textOf } from '../../html/tree.ts'
import type { Publication } from '../../publication.ts'
import { straightened } from '../../text/smart-quotes.ts'
import { readFrontMatter } from '../front-matter/front-matter.ts'
import type { RawManuscript } from '../manuscript.ts'
import { shortenDataPictures } from './data-pictures.ts'
import { renderMarkdown } from './render-markdown.ts'

/**
 * Reads Markdown with or without YAML front matter. Unless that has a title, the first level-one heading is the title.
 * @throws {TooComplexError}
 */
export function readMarkdownPage(text: string, publication: Publication): RawManuscript {
  const { text: short, restore } = shortenDataPictures(text)
  const { body, bodyOffset, ...fields } = readFrontMatter(short, publication)
  const { html, problems } = renderMarkdown(body, bodyOffset, fields.language ?? publication.language)
  const tree = bodyOf(parseHtml(html, false))
  const whole = short === text ? tree : mapElements(tree, (element) => [element], restore)
  return {
    ...fields,
    ...takeTitle(whole, fields.title),
    problems: [...fields.problems, ...problems],
  }
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
