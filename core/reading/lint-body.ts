import type { Element, Root } from 'hast'
import { darkTextColor } from '../html/dark-text.ts'
import type { FindTarget } from '../html/fragments.ts'
import { cleanUrl } from '../html/sanitize-body.ts'
import { elementsOf, headingLevel, property } from '../html/tree.ts'
import { isOpaqueWrapper } from '../html/unwrap-link.ts'
import { fewOfEach, type Problem, warning } from '../problem.ts'
import { cleanText } from '../text/clean-text.ts'
import { fileReference } from './file-reference.ts'
import { lineAttribute } from './markdown/environment.ts'

/** What is known about the targets of links. */
type KnownLinks = {
  /** Finds the targets of links within the article. Without it, these are not checked. */
  readonly findTarget?: FindTarget
  /** Addresses that may lead to other articles and are checked when those are read. */
  readonly articles?: ReadonlySet<string>
}

/**
 * Warns about links, images, headings and colours that do not work for readers.
 * @param key of the upload
 * @param hasPositions whether the positions in the tree are those of the upload. Otherwise only elements with
 * `lineAttribute` have a line.
 */
export function lintBody(
  tree: Root,
  key: string,
  hasPositions: boolean,
  { findTarget = () => '', articles = new Set() }: KnownLinks = {},
): readonly Problem[] {
  const problems: Problem[] = []
  let above = 1
  for (const element of elementsOf(tree)) {
    const line = lineOf(element, hasPositions)
    const level = headingLevel(element)
    const problem =
      lintImage(element, line) ??
      lintFragment(element, findTarget, line) ??
      lintLink(element, key, articles, line) ??
      lintHeading(level, above, line) ??
      lintColor(element, line)
    if (level !== undefined) above = level
    if (problem) problems.push(problem)
  }
  return fewOfEach(problems)
}

export function lineOf(element: Element, hasPositions: boolean): number | undefined {
  const line = property(element, lineAttribute)
  return line === undefined ? (hasPositions ? element.position?.start.line : undefined) : Number(line)
}

function lintImage(element: Element, line: number | undefined): Problem | undefined {
  if (element.tagName !== 'img') return undefined
  const source = property(element, 'src') ?? ''
  if (/^\s*data:/i.test(source)) {
    return warning('data-image', 'An image embedded in the file was removed: most mail clients would not show it.', {
      line,
      fix: 'Upload the image as a file beside the article and refer to it by its name.',
    })
  }
  if (/^\s*[a-z][a-z0-9+.-]*:/i.test(source) && !/^\s*https?:/i.test(source)) {
    return warning('unsafe-image', `The image ${source.slice(0, 80)} was removed: readers cannot load it from there.`, {
      line,
      fix: 'Upload it as a file beside the article and refer to it by its name.',
    })
  }
  if (property(element, 'alt')?.trim()) return undefined
  return warning(
    'missing-alt',
    `The image ${source.slice(0, 80)} has no alternative text for readers who cannot see it.`,
    {
      line,
      fix: 'Describe it in a few words: ![the text](address), or alt="the text".',
    },
  )
}

function lintFragment(element: Element, findTarget: FindTarget, line: number | undefined): Problem | undefined {
  const target = element.tagName === 'a' ? property(element, 'href')?.trim() : undefined
  if (target === undefined || target.length < 2 || !target.startsWith('#')) return undefined
  if (findTarget(target.slice(1)) !== undefined) return undefined
  return warning(
    'dangling-fragment',
    `The link to ${target.slice(0, 80)} leads nowhere: no heading or anchor of the article has this name.`,
    {
      line,
      fix: 'Write the words of a heading in lower case, with hyphens between them: #the-words.',
    },
  )
}

function lintLink(
  element: Element,
  key: string,
  articles: ReadonlySet<string>,
  line: number | undefined,
): Problem | undefined {
  const target = element.tagName === 'a' ? property(element, 'href')?.trim() : undefined
  if (target === undefined || target.startsWith('#') || fileReference(target, key)) return undefined
  if (articles.has(cleanUrl(cleanText(target)))) return undefined
  const address = target.slice(0, 80)
  if (/^(https?:)?\/\/(localhost|127\.|0\.0\.0\.0|\[::1\]|[^/]*\.local\b)/i.test(target) || /^file:/i.test(target)) {
    return warning('local-link', `The link to ${address} only works on your own machine.`, {
      line,
      fix: 'Link to the public address.',
    })
  }
  if (isOpaqueWrapper(target)) {
    return warning('redirect-link', `The link to ${address} leads through a service that records who clicks on it.`, {
      line,
      fix: 'Open the link, and link to the address to which it leads.',
    })
  }
  if (/^(https?:|mailto:|tel:|\/\/)/i.test(target)) return undefined
  if (/^[a-z][a-z0-9+.-]*:/i.test(target)) {
    return warning('unsafe-link', `The link to ${address} was removed.`, {
      line,
      fix: 'Link to a web address, mailto: or tel:.',
    })
  }
  return warning('relative-link', `The link to ${address} is resolved against the article's own page.`, {
    line,
    fix: 'Link to the full address, beginning with https://.',
  })
}

function lintColor(element: Element, line: number | undefined): Problem | undefined {
  const color = darkTextColor(element)
  if (color === undefined) return undefined
  return warning(
    'dark-text',
    `The text colour ${color} was removed: the text would be unreadable on a dark background.`,
    {
      line,
      fix: 'Leave colours to the publication, and emphasize words with <strong> or <em>.',
    },
  )
}

function lintHeading(level: number | undefined, above: number, line: number | undefined): Problem | undefined {
  if (level === undefined || level <= above + 1) return undefined
  return warning('heading-jump', `A heading of level ${level} follows one of level ${above}.`, {
    line,
    fix: `Make it level ${above + 1}, so that people who use a screen reader can follow.`,
  })
}
