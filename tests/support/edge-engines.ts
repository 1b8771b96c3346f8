import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createContext, runInContext } from 'node:vm'

/** Whether njs is installed, an engine like CloudFront's. Without it, the tests that need it are skipped with a warning. */
export const hasNjs = spawnSync('njs', ['-v']).error === undefined
if (!hasNjs) console.warn('Skipped: edge functions in njs. Install njs to run them there (apt-get install njs).')

/** Calls the handler of an edge function with each event. Returns its answers, each as JSON. */
export type EdgeEngine = (code: string, events: readonly unknown[]) => string[]

export const runInNjs: EdgeEngine = (code, events) => {
  const folder = mkdtempSync(path.join(tmpdir(), 'postrider-edge-'))
  try {
    const file = path.join(folder, 'function.js')
    writeFileSync(file, withCalls(code, events))
    return execFileSync('njs', [file], { encoding: 'utf8', stdio: 'pipe' }).trimEnd().split('\n')
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

export const runInNode: EdgeEngine = (code, events) => {
  const answers: string[] = []
  runInContext(withCalls(code, events), createContext({ console: { log: (line: string) => answers.push(line) } }))
  return answers
}

/** Appends calls that print a line per event. The events are parsed from JSON, as CloudFront's are. */
function withCalls(code: string, events: readonly unknown[]): string {
  return `'use strict';${code}
JSON.parse(${JSON.stringify(JSON.stringify(events))}).forEach(function (event) {
  console.log(JSON.stringify(handler(event)))
})
`
}
