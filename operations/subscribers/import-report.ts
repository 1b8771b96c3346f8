import { once } from 'node:events'
import { finished } from 'node:stream/promises'
import { writeCell } from '../../core/subscribers/csv/cell.ts'
import { countOf } from '../../core/text/count-of.ts'
import { CommandFailure } from '../command-failure.ts'
import type { ImportResult } from './import-batch.ts'
import { writePrivately } from './private-file.ts'

/** Maximum lines and kinds of reasons in the answer as JSON, and lines as text. The report file has all lines. */
const limits = { json: 1_000, text: 20, reasons: 100 } as const

type Line = { readonly line: number; readonly reason: string }

/**
 * Counts the results of an import.
 *
 * @param file receives a CSV line (RFC 4180) for every skipped line and every warning
 */
export function importReport(file: string | undefined) {
  const target = file === undefined ? undefined : writePrivately(file)
  const failure = target && finished(target).catch((error: Error) => error)
  target?.write('line,email,reason\r\n')
  const counts = { added: 0, named: 0, unchanged: 0, skipped: 0, remembered: 0 }
  const skipped: Line[] = []
  const warnings: Line[] = []
  const reasons = new Map<string, number>()
  let warningCount = 0
  let forgotten = 0

  async function write(line: number, address: string, reason: string): Promise<void> {
    const row = `${line},${writeCell(address)},${writeCell(reason)}\r\n`
    if (target && !target.write(row)) await Promise.race([once(target, 'drain').catch(() => {}), failure])
  }

  return {
    counts,
    /** Number of hashes whose key is missing. */
    countForgotten: () => forgotten,
    /** Adds a result. Resolves when the file can receive more. */
    async add({ line, address, outcome, reason, isForgotten, warnings: found = [] }: ImportResult): Promise<void> {
      counts[outcome] += 1
      if (isForgotten) forgotten += 1
      for (const warning of outcome === 'skipped' ? [] : found) {
        warningCount += 1
        if (warnings.length < limits.json) warnings.push({ line, reason: warning })
        await write(line, address, warning)
      }
      if (outcome !== 'skipped') return
      count(reasons, kindOf(reason))
      if (skipped.length < limits.json) skipped.push({ line, reason })
      await write(line, address, reason)
    },

    /** Returns the answer as JSON and as text. @throws {CommandFailure} if the file cannot be written */
    async close(dryRun: boolean, product: string | undefined) {
      target?.end()
      const error = await failure
      if (error) throw new CommandFailure(`Cannot write ${file}: ${error.message}.`)
      const { added, named, unchanged } = counts
      const value = {
        ...{ added, unchanged, skipped, skippedCount: counts.skipped },
        ...(named > 0 && { named }),
        ...(counts.remembered > 0 && { remembered: counts.remembered }),
        ...(reasons.size > 0 && { reasons: Object.fromEntries(reasons) }),
        ...(warningCount > 0 && { warnings, warningCount }),
        dryRun,
        ...(product && { product }),
      }
      const hint = file === undefined ? 'use --report <file> to list them all' : `${file} lists them all`
      const lines = [
        ...(product === undefined ? [] : [`This is an export of ${product}.`]),
        `${dryRun ? 'Would add' : 'Added'} ${added}, ${unchanged} unchanged, ${counts.skipped} skipped.`,
        ...(named > 0 ? [`${dryRun ? 'Would give' : 'Gave'} a name to ${countOf(named, 'subscriber')}.`] : []),
        ...(counts.remembered > 0
          ? [
              `${dryRun ? 'Would remember' : 'Remembered'} ${counts.remembered} suppressions and departures, by the hashes of their addresses.`,
            ]
          : []),
        ...(reasons.size > 1 ? [...reasons].map(([reason, number]) => `  ${number} skipped: ${reason}`) : []),
        ...list(skipped, counts.skipped, hint),
        ...(warningCount > 0 ? [`Warnings about imported people: ${warningCount}.`] : []),
        ...list(warnings, warningCount, hint),
      ]
      return { value, lines }
    },
  }
}

function list(lines: readonly Line[], total: number, hint: string): string[] {
  const rest = total - limits.text
  return [
    ...lines.slice(0, limits.text).map(({ line, reason }) => `  line ${line}: ${reason}`),
    ...(rest > 0 ? [`  and ${rest} more: ${hint}.`] : []),
  ]
}

/** Reasons that differ in a date or a number only are one kind. */
const kindOf = (reason: string) => reason.replace(/ on \d{4}-\d{2}-\d{2}$/, '').replace(/: [^:]*\d{4}.*$/, ': a date')

function count(reasons: Map<string, number>, kind: string): void {
  const key = reasons.has(kind) || reasons.size < limits.reasons ? kind : 'other reasons'
  reasons.set(key, (reasons.get(key) ?? 0) + 1)
}
