import type { Item } from 'feed'
import { type HeldTexts, holdTexts, splitAtPlaceholders } from './hold-texts.ts'

type HeldItem = { readonly texts: HeldTexts; readonly shape: string }

/** Items for the library, one of each shape, and how to fill its XML with all of them. */
export type RepeatedItems = {
  readonly shapes: readonly Item[]
  readonly fill: (xml: string, head: HeldTexts) => string
}

/**
 * Prepares entries for the library, which takes long for each element. Entries whose items differ only in their texts have
 * the same shape. The library writes one item of each shape, and it is repeated with the texts of the others.
 * @param tag of an item: `item` or `entry`
 */
export function repeatItems<T>(
  tag: string,
  entries: readonly T[],
  adapt: (entry: T, texts: HeldTexts) => Item,
): RepeatedItems {
  const shapes = new Map<string, Item>()
  const items = entries.map((entry): HeldItem => {
    const texts = holdTexts()
    const item = adapt(entry, texts)
    const shape = JSON.stringify(item)
    if (!shapes.has(shape)) shapes.set(shape, item)
    return { texts, shape }
  })
  return { shapes: [...shapes.values()], fill: (xml, head) => fillItems(xml, head, tag, [...shapes.keys()], items) }
}

function fillItems(
  xml: string,
  head: HeldTexts,
  tag: string,
  shapes: readonly string[],
  items: readonly HeldItem[],
): string {
  if (items.length === 0) return head.fill(xml)
  const [before = '', ...written] = xml.split(new RegExp(`(?=<${tag}\\b)`))
  const last = written.at(-1) ?? ''
  const end = last.lastIndexOf(`</${tag}>`) + tag.length + 3
  const parts = new Map(
    shapes.map((shape, index) => {
      const item = index < shapes.length - 1 ? written[index]?.trimEnd() : last.slice(0, end)
      return [shape, splitAtPlaceholders(item ?? '')]
    }),
  )
  const indent = /\n *$/.exec(before)?.[0] ?? ''
  const filled = items.map(({ texts, shape }) => texts.fillParts(parts.get(shape) ?? []))
  return head.fill(before + head.xml(filled.join(indent)) + last.slice(end))
}
