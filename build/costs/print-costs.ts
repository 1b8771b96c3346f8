import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { synthesize } from '../assembly.ts'
import { type CostedTemplate, idleUsage } from './idle-costs.ts'
import { type Bill, priceLines, prices, pricesAsOf } from './prices.ts'

/** Reads the synthesized template of a folder that has only one. */
export async function readTemplate(folder: string): Promise<CostedTemplate> {
  const [file] = (await readdir(folder)).filter((name) => name.endsWith('.template.json'))
  if (file === undefined) throw new Error(`${folder} has no template`)
  return JSON.parse(await readFile(path.join(folder, file), 'utf8')) as CostedTemplate // CDK wrote it
}

/** Describes a bill as a table: what, quantity, US dollars after and before the free amounts. */
export function describeBill({ lines, usd, gross }: Bill): readonly string[] {
  const rows = lines.map((line) => [
    line.what,
    Math.round(line.quantity * 100) / 100,
    `$${line.usd.toFixed(3)}`,
    `$${line.gross.toFixed(3)}`,
  ])
  return ['| what | a month | $ | without free amounts |', '|---|---|---|---|']
    .concat(rows.map((row) => `| ${row.join(' | ')} |`))
    .concat(`| **total** | | **$${usd.toFixed(2)}** | **$${gross.toFixed(2)}** |`)
}

if (import.meta.main) {
  const { folder } = await synthesize()
  const bill = priceLines(idleUsage(await readTemplate(folder)))
  console.log(`An idle stack in us-east-1, a month, at the prices of ${pricesAsOf}:\n`)
  for (const line of describeBill(bill)) console.log(line)
  console.log('\nPrices:')
  for (const unit of new Set(bill.lines.map((line) => line.unit))) {
    const { usd, per, free, source } = prices[unit]
    console.log(
      `- ${unit}: $${usd} per ${per.toLocaleString('en')}, ${free.toLocaleString('en')} a month free (${source})`,
    )
  }
}
