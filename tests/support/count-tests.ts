import { readFileSync } from 'node:fs'

/** Prints how test runs ended, from their reports in vitest's JSON, as the one line that CI reads. */
type TestReport = { readonly numPassedTests: number; readonly numFailedTests: number; readonly numPendingTests: number }

const reports = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')) as TestReport) // vitest's form
const sum = (count: keyof TestReport) => reports.reduce((total, report) => total + report[count], 0)
const skipped = sum('numPendingTests') > 0 ? `, ${sum('numPendingTests')} skipped` : ''
console.log(`${sum('numPassedTests')} passed, ${sum('numFailedTests')} failed${skipped}`)
