import type { Bill } from './prices.ts'

/** Describes a bill as a table: what, quantity, US dollars after and before the free amounts. */
export function describeBill({ lines, usd, gross }: Bill): readonly string[] {
  const rows = lines.map((line) => [
    line.what,
    Math.round(line.quantity * 100) / 100,
    `$${line.usd.toFixed(3)}`,
    `$${line.gross.toFixed(3)}`,
  ])
  return ['| what | a month | $ | without the free tier |', '|---|---|---|---|']
    .concat(rows.map((row) => `| ${row.join(' | ')} |`))
    .concat(`| **total** | | **$${usd.toFixed(2)}** | **$${gross.toFixed(2)}** |`)
}
