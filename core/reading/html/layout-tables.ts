import type { Element } from 'hast'
import { elementsOf, property } from '../../html/tree.ts'

/** Returns true for a table that arranges a text, as in mails and old pages, and has no data of its own. */
export function isLayout(table: Element): boolean {
  if (/^(?:presentation|none)$/.test(property(table, 'role') ?? '')) return true
  const cells = layoutCells(table)
  if (cells.length < 2) return cells.length === 1
  return elementsOf(table).some(({ tagName }) => tagName === 'table') && cells.every(({ tagName }) => tagName === 'td')
}

/** Lists the cells of a table without those of tables within it. */
export function layoutCells(parent: Element): readonly Element[] {
  return parent.children.flatMap((child) => {
    if (child.type !== 'element' || child.tagName === 'table') return []
    return /^(?:td|th|caption)$/.test(child.tagName) ? [child] : layoutCells(child)
  })
}
