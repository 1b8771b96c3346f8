import type { MarkdownIt, StateBlock } from 'markdown-it'
import { reportConstruct } from '../environment.ts'
import { becameLink, type Construct, leftOut, type Place } from './construct.ts'
import { embedLink, figure } from './embeds.ts'
import { readParameters } from './parameters.ts'

/** Characters of a tag. */
const longestTag = 2000

/** `<stdio.h>` or `<letter.pdf>` in a text, unlike the component `<motion.div>`. */
const fileName = /^<(?:[\w-]+\.)+(?:h|hpp|apk|jar|c|cc|cpp|txt|pdf|md|js|ts|py|sh|xml|json|com|net|org|ru|cn)\s*>/

/** A tag with an attribute whose name only HTML allows, and no CommonMark: `@click` of Vue and Alpine, `:@slug` of WebC. */
const foreignName = /^<[a-z][\w-]*(?:\s+[\w.:-]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?)*\s+:?[@#][\w.:-]/

/** Reads a component of MDX, `<Chart data={rows} />`, or an HTML tag with expressions of JavaScript as attributes. */
export function readJsx({ src, pos }: Place): Construct | undefined {
  const [start, slash, name = ''] = /^<(\/?)([A-Za-z][\w.-]*)(?=[\s/>])/.exec(src.slice(pos, pos + 80)) ?? []
  if (start === undefined) return undefined
  const isComponent = /^[A-Z][\w-]*[a-z]/.test(name) || (name.includes('.') && !fileName.test(src.slice(pos, pos + 80)))
  const isForeign = !isComponent && foreignName.test(src.slice(pos, pos + 300))
  const end = isComponent || isForeign || hasExpression(src, pos) ? endOfTag(src, pos) : undefined
  if (end === undefined) return undefined
  const tag = src.slice(pos, end)
  if (isForeign && !tag.includes('={')) return { end, html: tag }
  const kind = 'mdx'
  if (!isComponent) return { end, kind, html: withoutExpressions(tag), outcome: 'its expressions were left out' }
  if (slash === '/') return { end }
  const parameters = readParameters(withoutExpressions(tag).slice(start.length).replace(/\/?>$/, ''))
  const image = /^(Image|Img|Figure|Picture|NextImage)$/.test(name)
    ? figure(parameters.filter(({ key }) => key))
    : undefined
  if (image !== undefined) return { end, html: image }
  const link = embedLink(name.toLowerCase().replace(/embed$/, ''), parameters)
  return link === undefined ? { end, kind, outcome: leftOut } : { end, kind, html: link, outcome: becameLink }
}

function hasExpression(src: string, pos: number): boolean {
  const tag = src.slice(pos, pos + 300)
  const brace = tag.indexOf('={')
  const angle = tag.indexOf('>')
  return brace > 0 && (angle < 0 || brace < angle)
}

/** Returns the index after a tag, which ends at a `>` outside of quotation marks and braces. */
function endOfTag(src: string, pos: number): number | undefined {
  let depth = 0
  let quote = ''
  const max = Math.min(src.length, pos + longestTag)
  for (let index = pos + 1; index < max; index++) {
    const character = src[index] ?? ''
    if (quote !== '') {
      if (character === quote) quote = ''
    } else if (character === '"' || character === "'" || character === '`') quote = character
    else if (character === '{') depth++
    else if (character === '}') depth--
    else if (character === '>' && depth <= 0 && src[index - 1] !== '=') return index + 1
    else if (character === '<' && depth <= 0) return undefined
  }
  return undefined
}

/** Removes attributes whose value is an expression. A text in braces, `src={"a.png"}`, is a value. */
export function withoutExpressions(tag: string): string {
  let html = ''
  let depth = 0
  let start = 0
  const plain = tag.replaceAll(/=\{\s*(["'`])([^"'`{}<>]{0,500})\1\s*\}/g, '="$2"')
  for (let index = 0; index < plain.length; index++) {
    if (plain[index] === '{' && depth++ === 0) html += plain.slice(start, index).replace(/\s+[\w:.-]+\s*=\s*$|\s+$/, '')
    if (plain[index] === '}' && --depth === 0) start = index + 1
  }
  return html + plain.slice(start)
}

/** Reads an expression of MDX or Astro: `{frontmatter.title}`. Other braces are text. */
export function readExpression({ src, pos }: Place): Construct | undefined {
  const path = /^\{[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*|\[\d+\]|\([^(){}\n]{0,100}\))+\}/.exec(
    src.slice(pos, pos + 200),
  )
  return path ? { end: pos + path[0].length, kind: 'mdx', outcome: leftOut } : undefined
}

const statement =
  /^(?:import\s+(?:[\w$*{][^'"\n]{0,300}\sfrom\s+)?["'][^"'\n]{1,300}["'];?|import\s*\{|export\s+(?:const|let|var|default|function|async|class|\{))(?:\s|$)?/

/** Leaves out `import` and `export` at the start of blocks, up to an empty line, and components on lines of their own. */
export function useJsx(markdown: MarkdownIt): void {
  const interrupts = { alt: ['paragraph', 'reference', 'blockquote'] }
  markdown.block.ruler.before('fence', 'mdx-statement', readStatement)
  markdown.block.ruler.before('html_block', 'mdx-component', readComponent, interrupts)
}

/** Fields that say in a statement that the page is not for everyone: `export const meta = { draft: true }`. */
const privateFields =
  /\b(?:draft|private|hidden|unlisted)["']?\s*:\s*true\b|\b(?:published?|public)["']?\s*:\s*false\b|\b(?:status|visibility)["']?\s*:\s*["'`](?!publi)/i

function readStatement(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  const first = lineOf(state, start)
  if (!/^(?:im|ex)port\b/.test(first) || !statement.test(first) || state.blkIndent > 0) return false
  if (silent) return true
  const isOne = /^import\b.*["'];?\s*$/.test(first)
  let line = start + 1
  while (!isOne && line < end && !state.isEmpty(line)) line++
  const code = state.src.slice(state.bMarks[start], state.eMarks[line - 1]).slice(0, longestTag)
  reportConstruct(state, privateFields.test(code) ? 'conditional-text' : 'mdx', first, leftOut, start)
  state.line = line
  return true
}

function readComponent(state: StateBlock, start: number, end: number, silent: boolean): boolean {
  const pos = (state.bMarks[start] ?? 0) + (state.tShift[start] ?? 0)
  if (state.src[pos] !== '<' || (state.sCount[start] ?? 0) - state.blkIndent >= 4) return false
  const construct = readJsx({ src: state.src, pos, find: () => -1 })
  if (construct === undefined) return false
  let next = start
  while (next < end && (state.eMarks[next] ?? 0) < construct.end) next++
  if (next >= end || state.src.slice(construct.end, state.eMarks[next]).trim() !== '') return false
  if (silent) return true
  if (construct.kind) {
    reportConstruct(state, construct.kind, state.src.slice(pos, construct.end), construct.outcome ?? leftOut, start)
  }
  if (construct.html) {
    const token = state.push('html_block', '', 0)
    token.content = `${construct.html}\n`
    token.map = [start, next + 1]
  }
  state.line = next + 1
  return true
}

function lineOf(state: StateBlock, line: number): string {
  return state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line])
}
