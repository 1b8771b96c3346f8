import type { Schema } from 'hast-util-sanitize'

// This file decides which HTML from an upload reaches readers. Attributes have their hast names: `colSpan` for `colspan`.
//
// To allow a tag, add it to `tagNames`, and to `voidElements` if it has no end tag. Mail clients show less than browsers:
// adapt-for-email.ts replaces the tags that they do not show.
// To allow an attribute, add it to `attributes`. Give it a form in `valueForms`, list its schemes in `protocols` if it is
// a URL, and add it to `hastNames` or `booleanAttributes` if it belongs there.

const media = ['src', 'controls', 'width', 'height', 'poster']
const alertClass: [string, RegExp] = ['className', /^alert(-[a-z]+)?$/]
const cell = ['colSpan', 'rowSpan', 'align', 'scope']

/** Schemes of absolute URLs, by attribute. Relative URLs are allowed in all of these. */
export const protocols = {
  href: ['http', 'https', 'mailto', 'tel'],
  cite: ['http', 'https'],
  src: ['http', 'https'],
  poster: ['http', 'https'],
}

/** The tags and attributes that stay. Any other tag is removed, but its content stays, unless `strip` lists the tag. */
export const allowList: Schema = {
  tagNames: [
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'p', 'blockquote', 'pre', 'hr', 'div', 'section', 'figure', 'figcaption'],
    ...['ul', 'ol', 'li', 'dl', 'dt', 'dd', 'details', 'summary'],
    ...['table', 'caption', 'colgroup', 'col', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td'],
    ...['a', 'abbr', 'b', 'bdi', 'bdo', 'br', 'cite', 'code', 'del', 'dfn', 'em', 'i', 'ins', 'kbd', 'mark', 'q'],
    ...['rp', 'rt', 'ruby', 's', 'samp', 'small', 'span', 'strong', 'sub', 'sup', 'time', 'u', 'var', 'wbr'],
    ...['img', 'picture', 'audio', 'video', 'source', 'track'],
  ],
  attributes: {
    '*': ['dir', 'lang', 'title', 'id'],
    a: ['href', ['className', 'footnote-backref']],
    blockquote: ['cite', alertClass],
    code: [['className', /^language-[\w+#.-]{1,40}$/]],
    del: ['cite', 'dateTime'],
    ins: ['cite', 'dateTime'],
    q: ['cite'],
    div: [alertClass],
    section: [['className', 'footnotes']],
    sup: [['className', 'footnote-ref']],
    ol: ['start', 'reversed', 'type'],
    li: ['value'],
    details: ['open', alertClass],
    time: ['dateTime'],
    col: ['span'],
    colgroup: ['span'],
    td: cell,
    th: cell,
    img: ['src', 'srcSet', 'sizes', 'alt', 'width', 'height'],
    audio: media,
    video: media,
    source: ['src', 'type', 'srcSet', 'sizes', 'media'],
    track: ['src', 'kind', 'srclang', 'label', 'default'],
  },
  ancestors: {
    ...Object.fromEntries(['caption', 'colgroup', 'thead', 'tbody', 'tfoot', 'tr'].map((name) => [name, ['table']])),
    td: ['tr'],
    th: ['tr'],
    col: ['colgroup'],
    li: ['ul', 'ol'],
    dt: ['dl'],
    dd: ['dl'],
    figcaption: ['figure'],
    summary: ['details'],
    source: ['audio', 'video', 'picture'],
    track: ['audio', 'video'],
  },
  protocols,
  required: {},
  clobber: [],
  clobberPrefix: '',
  strip: [
    ...['script', 'style', 'template', 'noscript', 'noembed', 'noframes', 'frameset', 'title', 'plaintext'],
    ...['svg', 'math', 'canvas', 'applet', 'object', 'map', 'head', 'iframe'],
    ...['input', 'textarea', 'select', 'button', 'datalist', 'progress', 'meter', 'nav'],
  ],
}

/** Tags that are renamed before the allow-list applies. */
export const modernNames: ReadonlyMap<string, string> = new Map([
  ['strike', 's'],
  ['tt', 'code'],
  ['acronym', 'abbr'],
  ['center', 'div'],
  ['xmp', 'pre'],
])

/** Tags that become links, with the attribute that has the address of the embedded content. Feeds and mails embed nothing. */
export const embedSources: ReadonlyMap<string, string> = new Map([
  ['iframe', 'src'],
  ['embed', 'src'],
  ['object', 'data'],
])

/** Forms of values. An attribute with any other value is removed. Numbers are bounded, so no table has a billion columns. */
export const valueForms: ReadonlyMap<string, RegExp> = new Map([
  ['id', /^\S{1,200}$/],
  ['dir', /^(ltr|rtl|auto)$/i],
  ['lang', /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/],
  ['align', /^(left|right|center)$/i],
  ['scope', /^(row|col)(group)?$/i],
  ['type', /^([1aAiI]|(audio|image|video)\/[\w.+-]{1,40}(; ?codecs=[\w.,"' -]{1,80})?)$/],
  ['media', /^[\w\s().,:<>=-]{1,200}$/],
  ['kind', /^(captions|chapters|descriptions|subtitles)$/i],
  ['srclang', /^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$/],
  ['colSpan', /^[1-9]\d{0,1}$/],
  ['rowSpan', /^[1-9]\d{0,1}$/],
  ['span', /^[1-9]\d{0,1}$/],
  ['width', /^[1-9]\d{0,3}$/],
  ['height', /^[1-9]\d{0,3}$/],
  ['sizes', /^[\w\s().,:%<>=-]{1,300}$/],
  ['start', /^-?\d{1,6}$/],
  ['value', /^-?\d{1,6}$/],
])

/** The hast names of HTML attributes, where they differ. */
export const hastNames: ReadonlyMap<string, string> = new Map([
  ['colspan', 'colSpan'],
  ['rowspan', 'rowSpan'],
  ['datetime', 'dateTime'],
  ['srcset', 'srcSet'],
])

/** Attributes whose presence means true, whatever their value. */
export const booleanAttributes: ReadonlySet<string> = new Set(['open', 'controls', 'reversed', 'hidden', 'default'])

/** Allowed tags that have no end tag. */
export const voidElements: ReadonlySet<string> = new Set(['br', 'col', 'hr', 'img', 'source', 'track', 'wbr'])

/** The prefix of every id from an upload, so that none equals an id of the page around the article. */
export const idPrefix = 'a-'
