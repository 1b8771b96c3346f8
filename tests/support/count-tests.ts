import { readFileSync } from 'node:fs'

/** A report of a test run in vitest's JSON. This program prints the sums of several reports as a line for CI. */
type TestReport = { readonly numPassedTests: number; readonly numFailedTests: number; readonly numPendingTests: number }

const reports = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')) as TestReport) // vitest's form
const sum = (count: keyof TestReport) => reports.reduce((total, report) => total + report[count], 0)
const skipped = sum('numPendingTests') > 0 ? `, ${sum('numPendingTests')} skipped` : ''
console.log(`${sum('numPassedTests')} passed, ${sum('numFailedTests')} failed${skipped}`)
