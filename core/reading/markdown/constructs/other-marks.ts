import { escapeHtml } from '../../../text/escape-html.ts'
import { type Construct, leftOut, type Place } from './construct.ts'
import { emojiNamed } from './emoji.ts'

/** `{: .class}` of kramdown, anywhere; `{.class width=50%}` of Pandoc after a link, a picture, code or brackets. */
const attributeList =
  /\{(?:::?[^{}\n]{0,300}|\s*(?:[.#][\w:-]+|[\w-]+=(?:"[^"\n]*"|[\w%.-]+))(?:\s+(?:[.#][\w:-]+|[\w-]+=(?:"[^"\n]*"|[\w%.-]+)))*\s*)\}/y

export function readAttributeList({ src, pos }: Place): Construct | undefined {
  attributeList.lastIndex = pos
  const match = attributeList.exec(src)
  const isKramdown = src[pos + 1] === ':'
  const isLine = /^\n?$/.test((src[pos - 1] ?? '') + (src[attributeList.lastIndex] ?? ''))
  if (match === null || !(isKramdown || isLine || /[)\]`>*_]/.test(src[pos - 1] ?? ''))) return undefined
  return { end: attributeList.lastIndex, kind: 'unknown-markup', outcome: leftOut }
}

const emojiCode = /:([a-z+-][\w+-]{0,40}):(?![\w:])/y

/** Reads `:tada:`. Other names are kept and reported. */
export function readEmoji({ src, pos }: Place): Construct | undefined {
  if (/[\p{L}\p{N}:/]/u.test(src[pos - 1] ?? '')) return undefined
  emojiCode.lastIndex = pos
  const [all, name = ''] = emojiCode.exec(src) ?? []
  const emoji = emojiNamed(name)
  if (all === undefined) return undefined
  if (emoji !== undefined) return { end: pos + all.length, html: emoji }
  return name.length < 3
    ? undefined
    : { end: pos + all.length, kind: 'unknown-markup', html: all, outcome: 'it was kept as it is' }
}

const critic = /\{(?:\+\+([^{}]{1,2000}?)\+\+|~~[^{}]{0,2000}?~>([^{}]{0,2000}?)~~|==([^{}]{1,2000}?)==)\}/y

/** Reads additions, substitutions and highlights of CriticMarkup: the new text is kept. */
export function readCriticMarkup({ src, pos }: Place): Construct | undefined {
  critic.lastIndex = pos
  const [all, ...texts] = critic.exec(src) ?? []
  const text = escapeHtml(texts.find((each) => each !== undefined) ?? '')
  return all === undefined
    ? undefined
    : { end: pos + all.length, kind: 'unknown-markup', html: text, outcome: 'the new text was kept' }
}

const contents = /\[TOC\](?![(:[])/iy
const pageBreak = /\\(?:newpage|pagebreak|clearpage|tableofcontents|maketitle)\b(?:\{\})?/y

/** Reads `[TOC]`. */
export function readContents({ src, pos }: Place): Construct | undefined {
  return readExactly(contents, src, pos)
}

/** Reads `\newpage`. */
export function readPageBreak({ src, pos }: Place): Construct | undefined {
  return readExactly(pageBreak, src, pos)
}

function readExactly(pattern: RegExp, src: string, pos: number): Construct | undefined {
  pattern.lastIndex = pos
  return pattern.test(src) ? { end: pattern.lastIndex, kind: 'unknown-markup', outcome: leftOut } : undefined
}
