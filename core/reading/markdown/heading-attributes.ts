import type { StateCore, Token } from 'markdown-it'

/** Characters. Longer braces are text. */
const longestAttributes = 300
const attribute = /^([#.][^\s{}#]+|[\w-]+=("[^"]*"|'[^']*'|[^\s"'{}]+)|-)$/

/**
 * Reads the attributes of headings as Hugo, Pandoc, kramdown and others write them: `## Words {#id .class}`, or
 * `{: #id}` on the line below or above. Only the id has an effect. None of them is part of the words.
 */
export function readHeadingAttributes({ tokens }: StateCore): void {
  for (let index = 0; index < tokens.length; index++) {
    const open = tokens[index]
    const words = tokens[index + 1]
    if (open?.type !== 'heading_open' || words === undefined) continue
    const id = takeAtEnd(words) ?? takeBelow(tokens, index) ?? takeAbove(tokens, index)
    if (id) open.attrSet('id', id)
  }
}

function takeAtEnd(words: Token): string | undefined {
  const content = words.content.replace(/[ \t]+#+[ \t]*$/, '')
  const start = content.lastIndexOf('{')
  const id = content.endsWith('}') && content[start - 1] !== '\\' ? idIn(content.slice(start)) : undefined
  if (id === undefined) return undefined
  words.content = content
    .slice(0, start)
    .trimEnd()
    .replace(/(?:^|[ \t]+)#+$/, '')
  return id
}

function takeBelow(tokens: Token[], heading: number): string | undefined {
  const [open, text] = tokens.slice(heading + 3, heading + 5)
  if (open?.type !== 'paragraph_open' || text === undefined || open.map?.[0] !== tokens[heading]?.map?.[1])
    return undefined
  const [line = '', ...others] = text.content.split('\n', 2)
  const id = line.startsWith('{:') ? idIn(line.trim()) : undefined
  if (id === undefined) return undefined
  if (others.length === 0) tokens.splice(heading + 3, 3)
  else text.content = text.content.slice(line.length + 1)
  return id
}

function takeAbove(tokens: Token[], heading: number): string | undefined {
  const [open, text] = tokens.slice(Math.max(0, heading - 3), heading)
  if (open?.type !== 'paragraph_open' || text === undefined || open.map?.[1] !== tokens[heading]?.map?.[0])
    return undefined
  const id = text.content.startsWith('{:') ? idIn(text.content.trim()) : undefined
  if (id !== undefined) for (const token of [open, text, tokens[heading - 1]]) if (token) token.hidden = true
  if (id !== undefined) text.content = ''
  return id
}

/** Returns the id in `{#id}` or `{: #id .class}`, '' if there is none, and undefined if the braces are text. */
function idIn(braces: string): string | undefined {
  if (braces.length > longestAttributes || !braces.endsWith('}')) return undefined
  const parts = braces.slice(1, -1).replace(/^:/, '').trim().split(/\s+/)
  if (!parts.every((part) => attribute.test(part))) return undefined
  const id = parts.find((part) => part.startsWith('#')) ?? parts.find((part) => /^id=/i.test(part))
  return id?.replace(/^(#|id=)/i, '').replace(/^["']|["']$/g, '') ?? ''
}
