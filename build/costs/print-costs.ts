import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { synthesize } from '../assembly.ts'
import { describeBill } from './describe-bill.ts'
import { type CostedTemplate, idleUsage } from './idle-costs.ts'
import { clickUsage, mailUsage, type Sending } from './mail-costs.ts'
import { type PricedUnit, priceLines, prices, pricesAsOf } from './prices.ts'

/** Reads the synthesized template of a folder that has only one. */
export async function readTemplate(folder: string): Promise<CostedTemplate> {
  const [file] = (await readdir(folder)).filter((name) => name.endsWith('.template.json'))
  if (file === undefined) throw new Error(`${folder} has no template`)
  return JSON.parse(await readFile(path.join(folder, file), 'utf8')) as CostedTemplate // CDK wrote it
}

/** Mails a month of typical publications, with the rate and the senders of their accounts. */
const publications: Readonly<Record<string, Sending>> = {
  'a million mails at 500 a second': { mails: 1_000_000, perSecond: 500, senders: 4 },
  'a million mails at 14 a second': { mails: 1_000_000, perSecond: 14, senders: 2 },
  '2,000 subscribers, weekly': { mails: (2_000 * 52) / 12, perSecond: 14, senders: 2 },
  '50,000 subscribers, daily': { mails: (50_000 * 365) / 12, perSecond: 50, senders: 4 },
}

/** Prices mails with SES, for accounts of before and since 2026-07-21. */
function describeMails(what: string, sending: Sending): string {
  const services = priceLines(mailUsage(sending))
  const mails = (unit: PricedUnit) => priceLines([{ what, unit, quantity: sending.mails }]).usd
  const [old, recent] = [mails('mail'), mails('newAccountMail')]
  const costs = [old, recent, services.gross, services.gross + old, services.gross + recent]
  return `| ${what} | ${costs.map((usd) => `$${usd.toFixed(2)}`).join(' | ')} |`
}

if (import.meta.main) {
  const { folder } = await synthesize()
  const bill = priceLines(idleUsage(await readTemplate(folder)))
  console.log(`An idle stack in us-east-1, a month, at the prices of ${pricesAsOf}:\n`)
  for (const line of describeBill(bill)) console.log(line)
  console.log('\nMails, without the free tier:\n')
  console.log('| what | SES à la carte | SES, new accounts | other services | total | total, new accounts |')
  console.log('|---|---|---|---|---|---|')
  for (const [what, sending] of Object.entries(publications)) console.log(describeMails(what, sending))
  console.log(`\nA million clicks on counted links: $${priceLines(clickUsage(1_000_000)).gross.toFixed(2)}`)
  console.log('\nPrices:\n')
  for (const [unit, { usd, per, free, source }] of Object.entries(prices)) {
    const amount = `$${usd} per ${per.toLocaleString('en')}`
    console.log(`- ${unit}: ${amount}, ${free.toLocaleString('en')} a month free (${source})`)
  }
}
