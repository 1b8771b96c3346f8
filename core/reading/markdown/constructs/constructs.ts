import type { MarkdownIt, StateCore, StateInline, Token } from 'markdown-it'
import { lineCounter } from '../../../text/line-counter.ts'
import { referenceAttribute } from '../../article-links.ts'
import { environmentOf, lineAttribute, reportConstruct, searchOf } from '../environment.ts'
import { type Construct, leftOut, type Place } from './construct.ts'
import { readBackslash, readDollars } from './formulas.ts'
import { readExpression, readJsx } from './jsx.ts'
import { readAttributeList, readContents, readCriticMarkup, readEmoji, readPageBreak } from './other-marks.ts'
import { readShortcode } from './shortcodes.ts'
import {
  hasTemplateCode,
  internalAddress,
  readTemplateCode,
  resolvePicture,
  resolveTarget,
  templateDestination,
} from './template-code.ts'
import { withoutTemplateCode } from './template-html.ts'
import { readWikiLink } from './wiki-links.ts'

/** The readers of constructs, by their first character. */
const readers: Readonly<Record<string, readonly ((place: Place) => Construct | undefined)[]>> = {
  '{': [readTemplateCode, readAttributeList, readCriticMarkup, readExpression],
  '[': [readWikiLink, readContents, readShortcode],
  '!': [readWikiLink],
  $: [readDollars],
  '\\': [readBackslash, readPageBreak],
  ':': [readEmoji],
  '<': [readTemplateCode, readJsx],
}

/**
 * Finds what only the author's own program understands: template code, shortcodes, MDX, wiki links, formulas and other
 * marks. None of it is damaged by other marks within it. Code is not searched.
 */
export function useConstructs(markdown: MarkdownIt): void {
  const parseLinkDestination = markdown.helpers.parseLinkDestination
  markdown.helpers.parseLinkDestination = (src, start, max) => {
    const close = templateDestination(src, start, max)
    return close === undefined
      ? parseLinkDestination(src, start, max)
      : { ok: true, pos: close, str: src.slice(start, close) }
  }
  markdown.inline.ruler.before('escape', 'construct', readConstruct)
  markdown.core.ruler.after('inline', 'constructs', settleConstructs)
  markdown.renderer.rules.construct = (tokens, index) => String(tokens[index]?.meta?.html ?? '')
}

function readConstruct(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state
  const candidates = readers[src.charAt(pos)]
  if (candidates === undefined) return false
  const place: Place = { src, pos, find: searchOf(state) }
  for (const read of candidates) {
    const construct = read(place)
    if (construct === undefined || construct.end > state.posMax) continue
    if (!silent) {
      const token = state.push('construct', '', 0)
      token.content = src.slice(pos, construct.end)
      token.meta = { ...construct, pos }
    }
    state.pos = construct.end
    return true
  }
  return false
}

/** A heading that repeats the title, which the page has anyway. */
const ownTitle = /^\{\{-?\s*(?:page\.)?title\b[^{}]*\}\}$/

/** Reports constructs with their lines, turns those in code back into text, and removes paragraphs that nothing is left of. */
function settleConstructs(state: StateCore): void {
  const scope = { line: 0, isLiteral: false, isCode: 0 }
  state.tokens.forEach((token, index) => {
    if (token.map) scope.line = token.map[0]
    if (token.type === 'html_block' && !token.meta?.isOurs) token.content = settleHtml(state, token.content, scope)
    if (token.type === 'fence') settleFence(state, token)
    if (token.type !== 'inline' || !token.children) return
    const [open, close] = [state.tokens[index - 1], state.tokens[index + 1]]
    if (open?.type === 'heading_open' && ownTitle.test(token.content)) token.children = []
    const hadConstructs = token.children.length === 0 || token.children.some(({ type }) => type === 'construct')
    settleChildren(state, token, scope)
    if (settleParagraph(state, token, index, scope)) return
    if (!open || !close || !hadConstructs || !token.children.every(isBlockOrBlank)) return
    if (!/^(?:paragraph|heading)_open$/.test(open.type)) return
    open.hidden = close.hidden = true
    if (token.children.every(isBlank)) token.children = []
  })
}

/** What the pass over all tokens knows at one of them. */
type Scope = { line: number; isLiteral: boolean; isCode: number }

function settleChildren(state: StateCore, token: Token, scope: Scope): void {
  const children = token.children ?? []
  const lineAt = lineCounter(token.content, scope.line)
  for (let index = 0; index < children.length; index++) {
    const child = children[index] as Token // within bounds
    if (child.type === 'construct') settle(state, child, lineAt, scope)
    else if (child.type === 'html_inline') settleTag(state, child, scope)
    else if (child.type === 'link_open') index = settleLink(state, children, index, scope)
    else if (child.type === 'image') settleImage(state, children, index, scope)
  }
}

function settle(state: StateCore, token: Token, lineAt: (index: number) => number, scope: Scope): void {
  const construct = token.meta as unknown as Construct & { readonly pos: number } // set by readConstruct
  if (construct.literal) scope.isLiteral = construct.literal === 'start'
  const isTemplate = construct.kind !== 'formula' && /^[{<]/.test(token.content)
  if (scope.isCode > 0 || (scope.isLiteral && !construct.literal && isTemplate)) {
    token.type = 'text'
    return
  }
  if (construct.kind === undefined && !construct.html?.startsWith('<a ')) return
  const line = lineAt(construct.pos)
  if (construct.kind === undefined) {
    const html = construct.html?.replace('<a ', `<a ${lineAttribute}="${line + 1 + environmentOf(state).lineOffset}" `)
    token.meta = { ...construct, html }
    return
  }
  reportConstruct(state, construct.kind, token.content, construct.outcome ?? leftOut, line)
}

function settleTag(state: StateCore, tag: Token, scope: Scope): void {
  if (/^<(code|kbd|samp|pre)\b/i.test(tag.content)) scope.isCode++
  else if (/^<\/(code|kbd|samp|pre)\b/i.test(tag.content)) scope.isCode = Math.max(0, scope.isCode - 1)
  else tag.content = settleHtml(state, tag.content, scope)
}

function settleHtml(state: StateCore, html: string, { line, isLiteral }: Scope): string {
  return isLiteral
    ? html
    : withoutTemplateCode(html, (kind, code, row) => reportConstruct(state, kind, code, leftOut, line + row))
}

/** Resolves the target of a link, or removes the link around its words. */
function settleLink(state: StateCore, children: Token[], index: number, { line }: Scope): number {
  const link = children[index] as Token // within bounds
  const target = decoded(String(link.attrGet('href') ?? ''))
  const internal = internalAddress(target)
  if (internal !== undefined) link.attrSet('href', internal)
  if (internal !== undefined || !hasTemplateCode(target)) return index
  const resolved = resolveTarget(target) ?? resolvePicture(target)
  if (resolved !== undefined) {
    link.attrSet('href', resolved)
    link.attrSet(referenceAttribute, `template-code ${target}`)
    return index
  }
  reportConstruct(state, 'template-code', target, 'the link was left out, and its words were kept', line)
  const close = children.findIndex(
    (child, at) => at > index && child.type === 'link_close' && child.level === link.level,
  )
  if (close >= 0) children.splice(close, 1)
  children.splice(index, 1)
  return index - 1
}

function settleImage(state: StateCore, children: Token[], index: number, scope: Scope): void {
  const image = children[index] as Token // within bounds
  const lineAt = lineCounter(image.content, scope.line)
  for (const child of image.children ?? []) if (child.type === 'construct') settle(state, child, lineAt, scope)
  const target = decoded(String(image.attrGet('src') ?? ''))
  const internal = internalAddress(target)
  if (internal === undefined && !hasTemplateCode(target)) return
  const resolved = internal ?? resolvePicture(target)
  if (resolved !== undefined) {
    image.attrSet('src', resolved)
    return
  }
  reportConstruct(state, 'template-code', target, 'the picture was left out', scope.line)
  image.type = 'construct'
}

function decoded(address: string): string {
  if (!/%7B|%3C|\{/i.test(address)) return address
  try {
    return decodeURI(address)
  } catch {
    return address
  }
}

/** Code for plugins of Obsidian, whose result only they show. */
const queries = /^(dataview(js)?|tasks|query|button|toggl|todoist|buttons|meta-bind)$/
/** Code that other programs draw. */
const drawings = /^(mermaid|plantuml|dot|graphviz|vega|vega-lite|chart|flow|sequence|ad-\w+|\{\w[\w-]*\}.*)$/

function settleFence(state: StateCore, fence: Token): void {
  const language = fence.info.trim().split(/\s/, 1)[0] ?? ''
  const report = (kind: 'formula' | 'unknown-markup', source: string, outcome: string) =>
    reportConstruct(state, kind, source, outcome, fence.map?.[0] ?? 0)
  if (language === 'math') report('formula', fence.content, '')
  else if (drawings.test(language)) report('unknown-markup', `\`\`\`${language}`, 'the code itself is shown')
  else if (queries.test(language)) {
    report('unknown-markup', `\`\`\`${language}`, 'the code was left out')
    fence.type = 'construct'
    fence.meta = null
  }
}

/** Lines of other markup languages, and lines of tags. They are kept. */
const otherLines = /^(?:\.\. [\w-]+::.*|#\+\w+:?.*|(?:#\p{L}[\p{L}\p{N}_/-]{0,60}\s*){1,30}|\(\([\w-]{9,36}\)\))$/mu
/** The name of a paragraph in Obsidian. */
const blockId = /\s\^[A-Za-z0-9-]{4,40}$/
/** The table of contents of kramdown, in a list of one item. */
const contentsList = /^TOC\s*\{:\s*toc/i

/** Reports marks that are lines or ends of lines. Returns true if nothing is left of the paragraph. */
function settleParagraph(state: StateCore, token: Token, index: number, { line }: Scope): boolean {
  const { content, children } = token
  const last = children?.at(-1)
  const name = last?.type === 'text' ? blockId.exec(last.content) : null
  if (last && name) {
    reportConstruct(state, 'unknown-markup', name[0], leftOut, line)
    last.content = last.content.slice(0, name.index)
  }
  const other = /^[.#(]/m.test(content) ? otherLines.exec(content)?.[0] : undefined
  if (other !== undefined) reportConstruct(state, 'unknown-markup', other, 'it was kept as it is', line)
  const isContents = contentsList.test(content) && /_list_open$/.test(state.tokens[index - 3]?.type ?? '')
  if (!isContents && !/^:{3,}$/.test(content)) return false
  if (!isContents) reportConstruct(state, 'unknown-markup', content, leftOut, line)
  const reach = isContents && /_list_close$/.test(state.tokens[index + 3]?.type ?? '') ? 3 : 1
  for (const each of state.tokens.slice(index - reach, index + reach + 1)) each.type = 'construct'
  return true
}

/** True for what stands on its own, such as a figure, and for nothing. */
function isBlockOrBlank(token: Token): boolean {
  return isBlank(token) || (token.type === 'construct' && /^<(figure|audio|video)\b/.test(String(token.meta?.html)))
}

function isBlank({ type, content, meta }: Token): boolean {
  if (type === 'construct') return !meta?.html
  return type === 'softbreak' || type === 'hardbreak' || (type === 'text' && content.trim() === '')
}
