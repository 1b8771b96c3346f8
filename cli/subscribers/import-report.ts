import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { writeCell } from '../../core/subscribers/lists/csv-cell.ts'
import { CommandFailure } from '../command-failure.ts'
import type { ImportResult } from './import-batch.ts'

/** Skipped lines that are kept for the answer; the report file has all of them. */
const kept = 1_000
const shown = 20

/** Adds up what came of the lines. @param file gets a CSV line (RFC 4180) for every line that was skipped */
export function importReport(file: string | undefined) {
  // It is full of addresses: nobody else's business on a shared machine.
  const target = file === undefined ? undefined : createWriteStream(file, { mode: 0o600 })
  const failed = target && finished(target).catch((error: Error) => error)
  target?.write('line,email,reason\r\n')
  const counts = { added: 0, unchanged: 0, skipped: 0 }
  const skipped: { readonly line: number; readonly reason: string }[] = []

  return {
    counts,
    /** Resolves when there is room for more. */
    async add({ line, address, outcome, reason }: ImportResult): Promise<void> {
      counts[outcome] += 1
      if (outcome !== 'skipped') return
      if (skipped.length < kept) skipped.push({ line, reason })
      const row = `${line},${writeCell(address)},${writeCell(reason)}\r\n`
      if (target && !target.write(row)) await Promise.race([once(target, 'drain').catch(() => {}), failed])
    },

    /** @throws {CommandFailure} when the file cannot be written */
    async close(dryRun: boolean, product: string | undefined) {
      target?.end()
      const error = await failed
      if (error) throw new CommandFailure(`Cannot write ${file}: ${error.message}.`)
      const { added, unchanged } = counts
      const value = { added, unchanged, skipped, skippedCount: counts.skipped, dryRun, ...(product && { product }) }
      const rest = counts.skipped - shown
      const hint = file === undefined ? 'name a file with --report to get them all' : `${file} has them all`
      const lines = [
        ...(product === undefined ? [] : [`An export of ${product}.`]),
        `${dryRun ? 'Would add' : 'Added'} ${added}, ${unchanged} unchanged, ${counts.skipped} left out.`,
        ...skipped.slice(0, shown).map(({ line, reason }) => `  line ${line}: ${reason}`),
        ...(rest > 0 ? [`  and ${rest} more: ${hint}.`] : []),
      ]
      return { value, lines }
    },
  }
}
