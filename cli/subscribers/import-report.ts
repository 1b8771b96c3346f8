import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { finished } from 'node:stream/promises'
import { writeCell } from '../../core/subscribers/csv/cell.ts'
import { CommandFailure } from '../command-failure.ts'
import type { ImportResult } from './import-batch.ts'

/** Maximum skipped lines in the answer as JSON, and as text. The report file has all of them. */
const limits = { json: 1_000, text: 20 } as const

/** Counts the results of an import. @param file receives a CSV line (RFC 4180) for every skipped line */
export function importReport(file: string | undefined) {
  // The file contains addresses: on a shared machine, only its owner may read it.
  const target = file === undefined ? undefined : createWriteStream(file, { mode: 0o600 })
  const failure = target && finished(target).catch((error: Error) => error)
  target?.write('line,email,reason\r\n')
  const counts = { added: 0, unchanged: 0, skipped: 0 }
  const skipped: { readonly line: number; readonly reason: string }[] = []

  return {
    counts,
    /** Adds a result. Resolves when the file can receive more. */
    async add({ line, address, outcome, reason }: ImportResult): Promise<void> {
      counts[outcome] += 1
      if (outcome !== 'skipped') return
      if (skipped.length < limits.json) skipped.push({ line, reason })
      const row = `${line},${writeCell(address)},${writeCell(reason)}\r\n`
      if (target && !target.write(row)) await Promise.race([once(target, 'drain').catch(() => {}), failure])
    },

    /** Returns the answer as JSON and as text. @throws {CommandFailure} if the file cannot be written */
    async close(dryRun: boolean, product: string | undefined) {
      target?.end()
      const error = await failure
      if (error) throw new CommandFailure(`Cannot write ${file}: ${error.message}.`)
      const { added, unchanged } = counts
      const value = { added, unchanged, skipped, skippedCount: counts.skipped, dryRun, ...(product && { product }) }
      const rest = counts.skipped - limits.text
      const hint = file === undefined ? 'use --report <file> to list them all' : `${file} lists them all`
      const lines = [
        ...(product === undefined ? [] : [`This is an export of ${product}.`]),
        `${dryRun ? 'Would add' : 'Added'} ${added}, ${unchanged} unchanged, ${counts.skipped} skipped.`,
        ...skipped.slice(0, limits.text).map(({ line, reason }) => `  line ${line}: ${reason}`),
        ...(rest > 0 ? [`  and ${rest} more: ${hint}.`] : []),
      ]
      return { value, lines }
    },
  }
}
