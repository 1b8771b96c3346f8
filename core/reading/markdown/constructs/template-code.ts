import { becameLink, type Construct, leftOut, type Place } from './construct.ts'
import { embedLink, figure } from './embeds.ts'
import { readParameters } from './parameters.ts'

/** Tags that show their text under a condition, or several times. */
const conditions = new Set(
  'if unless elsif elif elseif else case when for foreach while tablerow switch range with ifchanged paywall has is'.split(
    ' ',
  ),
)
const images = new Set('image img picture figure asset_img responsive_image imgproc postimage lightbox'.split(' '))
/** Tags with an end that only wrap a text. */
const ends = /^(end\w*|\/.*|inner)$/

/** Reads the code of a template engine: `{% tag %}`, `<% tag %>`, `{{ value }}`, `{{< shortcode >}}`, `{{% shortcode %}}`, `{# comment #}`. */
export function readTemplateCode({ src, pos, find }: Place): Construct | undefined {
  switch (src[pos + 1]) {
    case '%':
      return src[pos] === '<' ? readScript(src, pos, find('%>', pos + 2)) : readTag(src, pos, find('%}', pos + 2))
    case '#':
      return closed(find('#}', pos + 2), 2, { kind: 'template-code' }, src[pos + 2] === ' ')
    case '{':
      break
    default:
      return undefined
  }
  const sign = src[pos + 2]
  if (sign === '<') return readShortcode(src, pos, find('>}}', pos + 3))
  if (sign === '%') return readShortcode(src, pos, find('%}}', pos + 3))
  return readValue(src, pos, find('}}', pos + 2))
}

function closed(index: number, length: number, construct: Omit<Construct, 'end'>, isOne = true): Construct | undefined {
  return index < 0 || !isOne ? undefined : { ...construct, end: index + length }
}

function readTag(src: string, pos: number, index: number): Construct | undefined {
  const [, name = '', rest = ''] =
    /^-?\s*(\/?[\w.-]*)([\s\S]*?)-?$/.exec(src.slice(pos + 2, Math.max(pos + 2, index))) ?? []
  if (index < 0 || name === '') return undefined
  const end = index + 2
  if (name === 'raw' || name === 'verbatim') return { end, literal: 'start' }
  if (name === 'endraw' || name === 'endverbatim') return { end, literal: 'end' }
  if (conditions.has(name)) return { end, kind: 'conditional-text' }
  if (ends.test(name)) return { end }
  return { end, ...replacement(name, rest, 'template-code') }
}

/** Reads `<% code %>` of ERB, EJS, JSP and Templater. */
function readScript(src: string, pos: number, index: number): Construct | undefined {
  const code = src.slice(pos + 2, Math.max(pos + 2, index)).replace(/^[-_]?\s*|\s*[-_]?$/g, '')
  if (/^(end|\}\)?;?)$/.test(code)) return closed(index, 2, {})
  // The block of a value, such as `<%= link_to x do %>`, wraps its text.
  const isBlock = conditions.has(/^\W*(\w+)/.exec(code)?.[1] ?? '') || /^[^=].*(\bdo|\{)\s*(\|[^|]*\|)?$/s.test(code)
  return closed(index, 2, { kind: isBlock ? 'conditional-text' : 'template-code' })
}

function readValue(src: string, pos: number, index: number): Construct | undefined {
  const end = src[index + 2] === '}' && src[pos + 2] === '{' ? index + 3 : index + 2
  const inner = src.slice(pos + 2, Math.max(pos + 2, index)).trim()
  if (index < 0 || inner === '' || inner === '{') return undefined
  const isCondition = conditions.has(/^-?\s*[#/]?(\w+)\s/.exec(inner)?.[1] ?? '') || /^-?\s*else\b/.test(inner)
  if (/^\/\*|^!--|^!/.test(inner)) return { end, kind: 'template-code' }
  return { end, kind: isCondition ? 'conditional-text' : 'template-code' }
}

function readShortcode(src: string, pos: number, index: number): Construct | undefined {
  const [, name = '', rest = ''] =
    /^\s*(\/?[\w./-]*)([\s\S]*)$/.exec(src.slice(pos + 3, Math.max(pos + 3, index))) ?? []
  if (index < 0) return undefined
  const end = index + 3
  if (ends.test(name)) return { end }
  return { end, ...replacement(name, rest, 'shortcode') }
}

/** Renders a picture or a link if it is clear what the tag stands for. */
function replacement(name: string, rest: string, kind: 'template-code' | 'shortcode'): Omit<Construct, 'end'> {
  const parameters = readParameters(rest.replace(/\/\s*$/, ''))
  if (images.has(name.toLowerCase()) || name === 'imgprocess') {
    const withoutClasses = parameters.filter(
      ({ key, value }) => key !== undefined || isAddress(value) || /\s/.test(value),
    )
    const html = figure(withoutClasses.some(({ value }) => isAddress(value)) ? withoutClasses : parameters)
    if (html !== undefined) return { html }
  }
  const html = embedLink(name.toLowerCase(), parameters)
  return html === undefined ? { kind, outcome: leftOut } : { kind, html, outcome: becameLink }
}

function isAddress(value: string): boolean {
  return /^(https?:|\.{0,2}\/)|\.(png|jpe?g|gif|webp|avif|svg)$/i.test(value)
}

const templateTarget = /\{[{%][\s\S]*[}%]\}|<?%=[\s\S]*%/

/**
 * Resolves the target of a link that contains template code: a reference to another upload becomes a relative link.
 * Returns undefined if the target is not known.
 */
export function resolveTarget(target: string): string | undefined {
  const [, tag = '', name = ''] = /\{(?:\{[<%]|%)-?\s*(ref|relref|post_url|link)\s+["']?([^"'\s%>]+)/.exec(target) ?? []
  if (tag === 'post_url') return `${name.slice(name.lastIndexOf('/') + 1)}.md`
  if (tag === 'link') return name.startsWith('_posts/') ? name.slice(name.lastIndexOf('/') + 1) : undefined
  if (tag !== '') return /\.\w+(#|$)|^#/.test(name) ? name : name.replace(/(?=#|$)/, '.md')
  return undefined
}

/** Returns the address of a picture below the root of the site, if that is all that its template code stands for. */
export function resolvePicture(target: string): string | undefined {
  const quoted =
    /^\{\{-?\s*["']([^"'{}]+)["']\s*\|\s*(?:relative_url|absolute_url|prepend:|url|relURL|absURL)[^}]*\}\}$/.exec(
      target,
    )
  if (quoted) return quoted[1]
  const rest = /^\{\{-?\s*(?:site|page)\.\w+\s*-?\}\}(\/?[^{}]+)$/.exec(target)?.[1]
  return rest && (rest.startsWith('/') ? rest : `/${rest}`)
}

/** Returns the relative address for that of an upload in Zola (`@/x.md`) or Pelican (`{filename}x.md`); undefined for any other. */
export function internalAddress(target: string): string | undefined {
  const [mark] = /^(?:@\/|\{(?:filename|attach|static)\})(?=.)/.exec(target) ?? []
  return mark && (mark === '@/' ? '/' : '') + target.slice(mark.length)
}

export function hasTemplateCode(target: string): boolean {
  return templateTarget.test(target)
}

/** Returns the end of a link's destination, with the template code in it; undefined if there is none. */
export function templateDestination(src: string, start: number, max: number): number | undefined {
  let pos = start
  let isTemplate = false
  while (pos < max && pos - start < 1000) {
    const pair = src.slice(pos, pos + 2)
    if (/[{<]%|\{\{/.test(pair)) {
      const close = src.slice(pos, pos + 500).indexOf(pair === '{{' ? '}}' : pair === '{%' ? '%}' : '%>')
      if (close < 0) return undefined
      pos += close + 2
      isTemplate = true
    } else if (/[\s()<]/.test(src[pos] ?? '')) break
    else pos++
  }
  return isTemplate && pos <= max ? pos : undefined
}
