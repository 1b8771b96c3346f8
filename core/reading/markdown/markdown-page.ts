import type { Element, Root } from 'hast'
import { parseBody } from '../../html/parse-body.ts'
import { anchorsOf, mapElements, textOf } from '../../html/tree.ts'
import type { Publication } from '../../publication.ts'
import { straightened } from '../../text/smart-quotes.ts'
import { readFrontMatter } from '../front-matter/front-matter.ts'
import { isHiddenTag } from '../front-matter/mark-words.ts'
import { heldBack } from '../front-matter/read-marks.ts'
import type { RawManuscript } from '../manuscript.ts'
import { shortenDataPictures } from './data-pictures.ts'
import { removePrivateComments } from './private-comments.ts'
import { renderMarkdown } from './render-markdown.ts'

/**
 * Reads Markdown with or without YAML front matter. Unless that has a title, the first level-one heading is the title.
 * @param otherNames fields that the caller reads
 * @throws {TooComplexError}
 */
export function readMarkdownPage(
  text: string,
  publication: Publication,
  otherNames: readonly string[] = [],
): RawManuscript {
  const { text: short, restore } = shortenDataPictures(text)
  const { body, bodyOffset, ...fields } = readFrontMatter(short, publication, 'above', otherNames)
  const { text: publicText, hashtags, problems: comments } = removePrivateComments(body, bodyOffset)
  const { html, problems } = renderMarkdown(publicText, bodyOffset, fields.language ?? publication.language)
  const tree = parseBody(html)
  const whole = short === text ? tree : mapElements(tree, (element) => element, restore)
  const marks = hashtags
    .filter(({ tag }) => isHiddenTag(tag))
    .map(({ tag, line }) => heldBack({ name: tag, value: [], line }))
  return {
    ...fields,
    ...takeTitle(whole, fields.title),
    draft: fields.draft || marks.length > 0,
    problems: [...fields.problems, ...marks, ...comments, ...problems],
  }
}

/** Removes the first heading if it is the title or repeats the title of the front matter, `fieldTitle`. */
function takeTitle(tree: Root, fieldTitle: string | undefined): Pick<RawManuscript, 'title' | 'tree' | 'treeOfParts'> {
  const elements = tree.children.filter((node) => node.type === 'element')
  const [heading, ...others] = elements.filter(({ tagName }) => tagName === 'h1')
  const headline = heading && textOf(heading, isFootnoteReference).trim()
  if (!headline || (fieldTitle !== undefined && straightened(fieldTitle) !== straightened(headline)))
    return { title: fieldTitle, tree }
  // The first of several parts below an introduction is not the whole.
  const isPart = fieldTitle === undefined && others.length > 0 && elements[0] !== heading
  return {
    ...(isPart && { treeOfParts: tree }),
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
