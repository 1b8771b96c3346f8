import { lineCounter } from '../../../text/line-counter.ts'
import type { ConstructKind } from './construct.ts'
import { searchIn } from './construct.ts'
import { withoutExpressions } from './jsx.ts'
import { readTemplateCode } from './template-code.ts'

/** Elements whose content is no text for readers, or is code. */
const literalTags = /^<(pre|code|script|style|textarea|xmp|kbd|samp)\b/i

/** Comments by which Ghost and WordPress divide what everyone may read from what only members may. */
const publicOnly = /^<!--\s*(?:members-only|kg-card-begin: paywall|wp:jetpack\/paywall|wp:premium-content\/|paywall)/i

/**
 * Removes template code from HTML, except in code. An attribute that contains template code is removed.
 * @param report receives each piece of code, and the number of lines above it
 * @param isOutput true for the output of templates, in which braces are text
 */
export function withoutTemplateCode(
  html: string,
  report: (kind: ConstructKind, code: string, row: number) => void,
  isOutput = false,
): string {
  if (!/\{[{%]|=\{|<(?:%|!--)/.test(html)) return html
  const find = searchIn(html)
  const rowAt = lineCounter(html, 0)
  const pattern = isOutput ? /<!--|<\/?[a-z]|<%/gi : /<!--|<\/?[a-z]|<%|\{[{%]/gi
  let result = ''
  let last = 0
  for (let match = pattern.exec(html); match !== null; match = pattern.exec(html)) {
    const { index } = match
    if (match[0] === '<!--') {
      pattern.lastIndex = endOf(html, '-->', index)
      const comment = html.slice(index, pattern.lastIndex)
      if (publicOnly.test(comment)) report('conditional-text', comment, rowAt(index))
    } else if (match[0][0] === '<' && match[0] !== '<%') {
      const end = endOfTag(html, index)
      const tag = html.slice(index, end)
      if (!isOutput) {
        result +=
          html.slice(last, index) +
          withoutTemplateAttributes(tag, (code, kind = 'template-code') => report(kind, code, rowAt(index)))
        last = end
      }
      const literal = literalTags.exec(tag)?.[1]
      pattern.lastIndex = literal ? endOf(html, `</${literal}`, end) : end
    } else {
      const construct = readTemplateCode({ src: html, pos: index, find })
      if (construct === undefined) continue
      result += html.slice(last, index) + (construct.html ?? lineBreaks(html.slice(index, construct.end)))
      last = construct.end
      pattern.lastIndex = construct.end
      if (construct.kind) report(construct.kind, html.slice(index, construct.end), rowAt(index))
    }
  }
  return result + html.slice(last)
}

function withoutTemplateAttributes(tag: string, report: (code: string, kind?: ConstructKind) => void): string {
  if (/=\{/.test(tag)) report(tag, 'mdx')
  const plain = /=\{/.test(tag) ? withoutExpressions(tag) : tag
  if (!/\{[{%]|<%/.test(plain)) return plain
  return plain.replaceAll(/\s[\w:@.-]+\s*=\s*(?:"[^"]*"|'[^']*')/g, (attribute) => {
    if (!/\{[{%]|<%/.test(attribute)) return attribute
    report(attribute.trim())
    return lineBreaks(attribute)
  })
}

/** Keeps the line breaks of what is left out, so that the lines below keep their numbers. */
function lineBreaks(code: string): string {
  return code.replaceAll(/[^\n]+/g, '')
}

/** Returns the index after a tag. Template code in it may contain a `>`. */
function endOfTag(html: string, start: number): number {
  let quote = ''
  for (let index = start + 1; index < html.length; index++) {
    const character = html[index] ?? ''
    if (quote !== '') quote = character === quote ? '' : quote
    else if (character === '"' || character === "'") quote = character
    else if (character === '>') return index + 1
  }
  return html.length
}

/** Returns the index after the next `closer`, or the end. */
function endOf(html: string, closer: string, start: number): number {
  const index = html.indexOf(closer, start)
  return index < 0 ? html.length : index + closer.length
}
