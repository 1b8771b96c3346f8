import type { Element, Root } from 'hast'
import { parseHtml } from '../../html/parse-html.ts'
import { textOf } from '../../html/tree.ts'
import type { Publication } from '../../publication.ts'
import { straightened } from '../../text/smart-quotes.ts'
import { splitFrontMatter } from '../front-matter/front-matter.ts'
import { readFields } from '../front-matter/read-fields.ts'
import { readYaml } from '../front-matter/read-yaml.ts'
import type { Reading } from '../reading.ts'
import { renderMarkdown } from './markdown.ts'
import { withMarkdownExtras } from './markdown-extras.ts'

/**
 * Reads Markdown with or without YAML front matter. Without a title there, the first heading of the first level is it.
 * @throws {TooComplexError}
 */
export function readMarkdownPage(text: string, publication: Publication): Reading {
  const file = splitFrontMatter(text)
  const yaml = file.yaml === undefined ? { fields: [], problems: [] } : readYaml(file.yaml, 2)
  const fields = readFields(yaml.fields, publication)
  const page = contentOf(
    parseHtml(renderMarkdown(file.body, file.bodyOffset, fields.language ?? publication.language), false),
  )
  const { title, tree } = takeTitle(withMarkdownExtras(page), fields.title)
  return { ...fields, title, tree, problems: [...file.problems, ...yaml.problems, ...fields.problems] }
}

/** The heading goes where it is the title, or only repeats it. */
function takeTitle(tree: Root, given: string | undefined): { title: string | undefined; tree: Root } {
  const heading = tree.children.find((node) => node.type === 'element' && node.tagName === 'h1')
  const headline = heading && textOf(heading, isFootnoteReference).trim()
  if (!headline || (given !== undefined && straightened(given) !== straightened(headline)))
    return { title: given, tree }
  return { title: given ?? headline, tree: { ...tree, children: tree.children.filter((node) => node !== heading) } }
}

function isFootnoteReference({ tagName, properties }: Element): boolean {
  return tagName === 'sup' && String(properties.className) === 'footnote-ref'
}

/** What stands in the body of a parsed document. */
function contentOf(document: Root): Root {
  const html = document.children.find((node) => node.type === 'element' && node.tagName === 'html')
  const body =
    html?.type === 'element'
      ? html.children.find((node) => node.type === 'element' && node.tagName === 'body')
      : undefined
  return { type: 'root', children: body?.type === 'element' ? body.children : [] }
}
