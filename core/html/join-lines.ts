import type { Root, RootContent } from 'hast'

/** Scripts without spaces between words. Korean has spaces. */
const wide = /[\p{scx=Han}\p{scx=Hiragana}\p{scx=Katakana}\p{scx=Bopomofo}\p{scx=Yi}\u3000-\u303f\uff01-\uff60]/u
const wideEnd = new RegExp(`${wide.source}$`, 'u')
const wideStart = new RegExp(`^${wide.source}`, 'u')
/** Elements that do not interrupt a line of text. */
const inline = new Set(
  'a abbr b bdi cite del dfn em font i ins mark q s small span strong sub sup time u var'.split(' '),
)
const spaces = /[\t\n ]+/g

/** Returns true if no space belongs between the end of a line and the beginning of the next one. */
export function isWideBreak(left: string, right: string): boolean {
  return wideEnd.test(left.slice(-2)) && wideStart.test(right.slice(0, 2))
}

/**
 * Removes each line break between two Chinese or Japanese characters, which browsers would show as a space. Preformatted
 * text stays as it is. The original tree is never altered.
 */
export function joinWideLines(tree: Root): Root {
  if (!hasWide(tree.children)) return tree
  const nodes = textsOf(tree)
  const replaced = new Map<RootContent, string>()
  for (const [index, { node, isJoined }] of nodes.entries()) {
    if (!node.value.includes('\n')) continue
    const before = isJoined ? (nodes[index - 1]?.node.value ?? '') : ''
    const after = nodes[index + 1]?.isJoined ? (nodes[index + 1]?.node.value ?? '') : ''
    const value = node.value.replace(spaces, (run, at: number) => {
      const left = at > 0 ? node.value.slice(Math.max(0, at - 2), at) : before.slice(-2)
      const end = at + run.length
      const right = end < node.value.length ? node.value.slice(end, end + 2) : after.slice(0, 2)
      return run.includes('\n') && isWideBreak(left, right) ? '' : run
    })
    if (value !== node.value) replaced.set(node, value)
  }
  return replaced.size === 0 ? tree : { ...tree, children: withTexts(tree.children, replaced) }
}

/** Returns true if a text contains a character of these scripts. Most articles have none. */
function hasWide(nodes: readonly RootContent[]): boolean {
  return nodes.some((node) =>
    node.type === 'text'
      ? /[^\0-\xb6]/.test(node.value) && wide.test(node.value)
      : node.type === 'element' && hasWide(node.children),
  )
}

type TextNode = Extract<RootContent, { type: 'text' }>
/** A text, and whether it continues the line of the text before it. */
type Piece = { readonly node: TextNode; readonly isJoined: boolean }

function textsOf(tree: Root): readonly Piece[] {
  const pieces: Piece[] = []
  let isJoined = false
  const visit = (nodes: readonly RootContent[]) => {
    for (const node of nodes) {
      if (node.type === 'text') {
        pieces.push({ node, isJoined })
        isJoined = true
      }
      if (node.type !== 'element') continue
      const isInline = inline.has(node.tagName)
      if (!isInline) isJoined = false
      if (!/^(?:pre|textarea|script|style|code)$/.test(node.tagName)) visit(node.children)
      if (!isInline) isJoined = false
    }
  }
  visit(tree.children)
  return pieces
}

function withTexts<T extends RootContent>(nodes: readonly T[], values: ReadonlyMap<RootContent, string>): T[] {
  return nodes.map((node) => {
    const value = values.get(node)
    if (value !== undefined) return { ...node, value }
    return node.type === 'element' ? { ...node, children: withTexts(node.children, values) } : node
  })
}
