import { readFile, stat } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { ImportResult } from '../../../operations/subscribers/import-batch.ts'
import { importReport } from '../../../operations/subscribers/import-report.ts'
import { temporaryFile } from '../../cli/subscribers/temporary-file.ts'

const skippedLines = (count: number) =>
  Array.from(
    { length: count },
    (_, n): ImportResult => ({
      line: n + 2,
      address: `no address, ${n}`,
      outcome: 'skipped',
      reason: 'not an e-mail address',
    }),
  )
const added: ImportResult = { line: 2, address: 'ada@example.org', outcome: 'added', reason: '' }

async function reportOn(results: readonly ImportResult[], { file, dryRun = false, product }: Options = {}) {
  const report = importReport(file)
  for (const result of results) await report.add(result)
  return report.close(dryRun, product)
}
type Options = { readonly file?: string; readonly dryRun?: boolean; readonly product?: string }

test('results are counted, and skipped lines are listed with their reasons', async () => {
  const { value, lines } = await reportOn([added, { ...added, outcome: 'unchanged' }, ...skippedLines(1)])
  const skipped = [{ line: 2, reason: 'not an e-mail address' }]
  expect(value).toEqual({
    added: 1,
    unchanged: 1,
    skipped,
    skippedCount: 1,
    reasons: { 'not an e-mail address': 1 },
    dryRun: false,
  })
  expect(lines).toEqual(['Added 1, 1 unchanged, 1 skipped.', '  line 2: not an e-mail address'])
})

test('reasons are counted without their dates, and warnings are listed', async () => {
  const skip = (reason: string): ImportResult => ({ ...added, outcome: 'skipped', reason })
  const results = [
    skip('the file says unsub time: 2024-05-01'),
    skip('the file says unsub time: 2024-06-01'),
    skip('no address'),
  ]
  const warned: ImportResult = { ...added, warnings: ['digest: hourly is not known; imported with daily'] }
  const { value, lines } = await reportOn([...results, warned])
  expect(value).toMatchObject({
    reasons: { 'the file says unsub time: a date': 2, 'no address': 1 },
    warnings: [{ line: 2, reason: 'digest: hourly is not known; imported with daily' }],
    warningCount: 1,
  })
  expect(lines).toContain('  2 skipped: the file says unsub time: a date')
})

test('the report mentions a dry run and a recognized product', async () => {
  const { value, lines } = await reportOn([added], { dryRun: true, product: 'Ghost' })
  expect(value).toMatchObject({ dryRun: true, product: 'Ghost' })
  expect(lines).toEqual(['This is an export of Ghost.', 'Would add 1, 0 unchanged, 0 skipped.'])
})

test('the file has every skipped line and is readable by its owner only; the answer has the first lines', async () => {
  const file = await temporaryFile('report.csv')
  const { value, lines } = await reportOn(skippedLines(1_500), { file })
  expect(value).toMatchObject({ skippedCount: 1_500, skipped: { length: 1_000 } })
  expect(lines).toHaveLength(22)
  expect(lines.at(-1)).toBe(`  and 1480 more: ${file} lists them all.`)
  const rows = (await readFile(file, 'utf8')).split('\r\n')
  expect([rows.length, rows[0], rows[1]]).toEqual([
    1_502,
    'line,email,reason',
    '2,"no address, 0","not an e-mail address"',
  ])
  expect((await stat(file)).mode & 0o777).toBe(0o600)
})

test('without a file, the answer says how to list all skipped lines', async () => {
  const { lines } = await reportOn(skippedLines(21))
  expect(lines.at(-1)).toBe('  and 1 more: use --report <file> to list them all.')
})

test('a file that cannot be written is an error', async () => {
  await expect(reportOn([added], { file: '/nowhere/report.csv' })).rejects.toThrow('Cannot write /nowhere/report.csv')
})
