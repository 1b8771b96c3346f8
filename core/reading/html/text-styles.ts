import type { Element, Root } from 'hast'
import { elementsOf, property, textOf } from '../../html/tree.ts'
import { classesOf } from './element-names.ts'

/** Returns the declarations of an element's own `style`, in lower case. */
export function stylesOf(element: Element): ReadonlyMap<string, string> {
  return declarations(property(element, 'style') ?? '')
}

/** Characters of one `style`. */
const longestStyle = 4000

function declarations(style: string): ReadonlyMap<string, string> {
  const pairs = style
    .slice(0, longestStyle)
    .split(';')
    .map((part): readonly [string, string] => {
      const colon = part.indexOf(':')
      return [
        part.slice(0, colon).trim().toLowerCase(),
        part
          .slice(colon + 1)
          .trim()
          .toLowerCase(),
      ]
    })
  return new Map(pairs.filter(([name]) => name !== ''))
}

/** Characters of the style sheets in a page. */
const longestSheet = 300_000

/** Reads the rules for single classes: Google Docs formats words by classes with names such as `c3`. */
export function classStyles(document: Root): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const rules = new Map<string, ReadonlyMap<string, string>>()
  const sheets = elementsOf(document)
    .filter(({ tagName }) => tagName === 'style')
    .map((element) => textOf(element))
  for (const block of sheets.join('\n').slice(0, longestSheet).split('}')) {
    const brace = block.lastIndexOf('{')
    const name = /(?:^|[\s;/])(?:span)?\.([\w-]+)\s*$/.exec(block.slice(Math.max(0, brace - 200), brace))?.[1]
    if (brace > 0 && name !== undefined) rules.set(name.toLowerCase(), declarations(block.slice(brace + 1)))
  }
  return rules
}

type Mark = readonly [tagName: string, property: string, value: RegExp]

const marks: readonly Mark[] = [
  ['strong', 'font-weight', /^(?:bold|bolder|[6-9]00)$/],
  ['em', 'font-style', /^(?:italic|oblique)$/],
  ['s', 'text-decoration', /line-through/],
  ['s', 'text-decoration-line', /line-through/],
  ['sup', 'vertical-align', /^super$/],
  ['sub', 'vertical-align', /^sub$/],
]

/** Returns the tags that show the styles of a span, and whether a `<b>` is not bold at all. */
export type StyleReader = {
  readonly tagsOf: (span: Element) => readonly string[]
  /** Google Docs surrounds each text that is copied from it by a `<b>` that is not bold. */
  readonly isPlain: (bold: Element) => boolean
}

export function readStyles(document: Root): StyleReader {
  const rules = classStyles(document)
  const styleOf = (element: Element, name: string) =>
    stylesOf(element).get(name) ??
    classesOf(element)
      .flatMap((each) => rules.get(each)?.get(name) ?? [])
      .at(-1) ??
    ''
  return {
    tagsOf: (span) => [...new Set(marks.flatMap(([tag, name, form]) => (form.test(styleOf(span, name)) ? [tag] : [])))],
    isPlain: (bold) => /^(?:normal|[1-4]00)$/.test(styleOf(bold, 'font-weight')),
  }
}
