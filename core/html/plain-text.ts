import type { RootContent } from 'hast'
import { compile, type DomNode, type FormatCallback, type HtmlToTextOptions } from 'html-to-text'
import { parseFlawless } from './parse-flawless.ts'
import { htmlName } from './serialize-tree.ts'

const headings = ['h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
  selector,
  options: { uppercase: false, leadingLineBreaks: 2 },
}))

const options: HtmlToTextOptions = {
  wordwrap: false,
  selectors: [
    { selector: 'body', format: 'given' },
    ...headings,
    { selector: 'a', options: { linkBrackets: ['<', '>'], hideLinkHrefIfSameAsText: true, ignoreHref: false } },
    { selector: 'img', format: 'altText' },
    { selector: 'sup', format: 'noteMark' },
    { selector: 'ol', format: 'numbered' },
    { selector: 'table', format: 'rows' },
    { selector: 'ul', options: { itemPrefix: '- ' } },
    { selector: 'dl', format: 'block' },
    ...['dt', 'dd'].map((selector) => ({
      selector,
      format: 'block',
      options: { leadingLineBreaks: 1, trailingLineBreaks: 1 },
    })),
    { selector: 'q', format: 'inlineSurround', options: { prefix: '“', suffix: '”' } },
  ],
  formatters: {
    // The address of a picture is of no use in plain text.
    altText(element, _walk, builder) {
      const alt: unknown = element.attribs?.alt
      if (typeof alt === 'string' && alt.trim() !== '') builder.addInline(`[${alt}]`)
    },
    // Notes have other marks than links, which are numbers in brackets, too.
    noteMark(element, walk, builder, formatOptions) {
      if (!hasClass(element, 'footnote-ref')) return standard(builder).inline?.(element, walk, builder, formatOptions)
      const [text] = element.children
      builder.addInline(String(text?.data).replace('[', '[n'))
    },
    numbered(element, walk, builder, formatOptions) {
      if (!hasClass(element.parent, 'footnotes'))
        return standard(builder).orderedList?.(element, walk, builder, formatOptions)
      const notes = element.children.filter(({ name }) => name === 'li')
      const prefixes = notes.map((_note, index) => `[n${index + 1}] `)
      const maxPrefixLength = Math.max(0, ...prefixes.map(({ length }) => length))
      builder.openList({ interRowLineBreaks: 1, leadingLineBreaks: 2, maxPrefixLength, prefixAlign: 'left' })
      for (const [index, note] of notes.entries()) {
        builder.openListItem({ prefix: prefixes[index] ?? '' })
        walk([note], builder)
        builder.closeListItem()
      }
      builder.closeList({ trailingLineBreaks: 2 })
    },
    rows(element, walk, builder) {
      const captions = element.children.filter(({ name }) => name === 'caption')
      for (const caption of captions) {
        builder.openBlock({ leadingLineBreaks: 2 })
        walk(caption.children, builder)
        builder.closeBlock({ trailingLineBreaks: 1 })
      }
      const rows = rowsOf(element)
      builder.openTable()
      for (const row of rows) {
        builder.openTableRow()
        for (const cell of cellsOf(row)) {
          builder.openTableCell()
          walk(cell.children, builder)
          builder.closeTableCell({ colspan: spanOf(cell, 'colspan'), rowspan: spanOf(cell, 'rowspan') })
        }
        builder.closeTableRow()
      }
      const own = builder as unknown as Builder // with what its type omits
      const [first] = rows
      own.closeTable({
        tableToString: (cells) => writeTable(cells, first ? isHeader(first) : false),
        leadingLineBreaks: captions.length > 0 ? 1 : 2,
      })
    },
    given(element, walk, builder) {
      const own = builder as unknown as Builder // with what its type omits
      own.picker = pickByName(own.picker)
      walk((own.metadata ?? element.children).flatMap(withoutEmptyBlocks), builder)
    },
  },
}

type Picker = { pick1(element: DomNode): unknown }
/** `metadata` is as passed to `convert`. */
type Builder = {
  readonly metadata?: DomNode[]
  picker: Picker
  readonly options: Standard
  closeTable(options: {
    readonly tableToString: (rows: readonly (readonly Cell[])[]) => string
    readonly leadingLineBreaks: number
  }): void
}
type Cell = { readonly text: string; readonly colspan: number; readonly rowspan: number }
type Standard = { readonly formatters: Readonly<Record<string, FormatCallback>> }

/** Returns the formatters of html-to-text. */
function standard(builder: unknown): Standard['formatters'] {
  return (builder as Builder).options.formatters // its type omits them
}

/** Blocks that would leave an empty line, or an empty item of a list. Items of numbered lists keep the numbers of the others. */
const blocks = /^(p|div|h[1-6]|section|blockquote|pre|ul|ol|dl|dt|dd|table)$/

/** Returns no node for a block without words: pictures without alternative text have none. */
function withoutEmptyBlocks(node: DomNode): readonly DomNode[] {
  if (node.type !== 'tag') return [node]
  const children = node.children.flatMap(withoutEmptyBlocks)
  const isBlock = blocks.test(node.name ?? '') || (node.name === 'li' && node.parent?.name === 'ul')
  return isBlock && children.every(isSilent) ? [] : [{ ...node, children }]
}

function isSilent({ type, name, data, attribs, children }: DomNode): boolean {
  if (type === 'text') return data?.trim() === ''
  if (name === 'img') return (attribs?.alt ?? '').trim() === ''
  return name !== 'hr' && (name !== 'a' || attribs?.href === undefined) && children.every(isSilent)
}

function hasClass(element: DomNode | undefined, name: string): boolean {
  return element?.attribs?.class === name
}

function rowsOf({ children }: DomNode): readonly DomNode[] {
  return children.flatMap((child) => {
    if (child.name === 'tr') return child
    return /^t(head|body|foot)$/.test(child.name ?? '') ? rowsOf(child) : []
  })
}

function cellsOf({ children }: DomNode): readonly DomNode[] {
  return children.filter(({ name }) => name === 'th' || name === 'td')
}

function isHeader(row: DomNode): boolean {
  return cellsOf(row).every(({ name }) => name === 'th')
}

function spanOf({ attribs }: DomNode, name: 'colspan' | 'rowspan'): number {
  return Number(attribs?.[name] ?? 1) || 1
}

/** Writes each row as `tableRow` reads it. The place of a cell that spans several columns or rows is empty in the others. */
function writeTable(rows: readonly (readonly Cell[])[], hasHeader: boolean): string {
  const below: number[] = [] // by column: in how many more rows a cell from above takes it
  const lines = rows.map((cells, index) => {
    const line: string[] = []
    const skip = () => {
      for (; (below[line.length] ?? 0) > 0; line.push('')) below[line.length] = (below[line.length] ?? 0) - 1
    }
    for (const { text, colspan, rowspan } of cells) {
      skip()
      for (let n = 0; n < colspan; n += 1) {
        below[line.length] = rowspan - 1
        line.push(n === 0 ? text.replaceAll(/\s+/g, ' ').trim() : '')
      }
    }
    skip()
    return `|${index === 0 && hasHeader ? '*' : '-'}|\t${line.join('\t')}\t|`
  })
  return lines.join('\n')
}

/** Chooses a selector once per name of an element: all selectors are names, and choosing takes a fifth of the time. */
function pickByName(picker: Picker): Picker {
  const picks = new Map<string | undefined, unknown>()
  return {
    pick1(element) {
      if (!picks.has(element.name)) picks.set(element.name, picker.pick1(element))
      return picks.get(element.name)
    },
  }
}

type Convert = (html: string, nodes?: readonly DomNode[]) => string
let convert: Convert | undefined

/** Converts the mail form of a body to plain text. Tables are as `tableRow` matches them (text/table-row.ts). */
export function toPlainText(html: string): string {
  // Compiled not when the module is loaded, because most issues contain nothing to convert. The types omit the second argument.
  convert ??= compile(options) as Convert
  const tree = parseFlawless(html)
  // The parser of html-to-text takes as long as all the rest of it. Without a `body`, it also searches everything for one.
  const text = tree ? convert('<body></body>', nodesOf(tree.children)) : convert(`<body>${html}</body>`)
  return text.trim()
}

/** Returns a tree in the form that html-to-text reads. */
function nodesOf(nodes: readonly RootContent[], parent?: DomNode): DomNode[] {
  return nodes.map((node) => {
    if (node.type !== 'element') return { type: 'text', data: 'value' in node ? node.value : '', children: [] }
    const attribs: Record<string, unknown> = {}
    for (const name in node.properties) attribs[htmlName(name)] = String(node.properties[name])
    const element: DomNode = { type: 'tag', name: node.tagName, attribs, children: [], parent }
    element.children = nodesOf(node.children, element)
    return element
  })
}
