import { readFileSync } from 'node:fs'

/** Prints how a test run ended, from vitest's JSON report, as the one line that CI reads. */
type TestReport = { readonly numPassedTests: number; readonly numFailedTests: number; readonly numPendingTests: number }

const [file] = process.argv.slice(2)
const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(readFileSync(file ?? '', 'utf8')) as TestReport // vitest wrote it
const skipped = numPendingTests > 0 ? `, ${numPendingTests} skipped` : ''
console.log(`${numPassedTests} passed, ${numFailedTests} failed${skipped}`)
