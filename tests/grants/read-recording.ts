import type { ObservedCall } from 'cdk-loopback/observation'
import type { Names, Need } from './needs/need.ts'
import { compareWithEmulator, readNeeds } from './needs/read-needs.ts'

/** What functions called. */
export type Recording = {
  /** Each distinct need once, by the logical id of the function. */
  readonly needs: ReadonlyMap<string, readonly Need[]>
  /** Calls whose needs are unknown, or differ from what the emulator asked the policies for. */
  readonly problems: readonly string[]
}

export function readRecording(calls: readonly ObservedCall[], names: Names): Recording {
  const needs = new Map<string, Map<string, Need>>()
  const problems = new Set<string>()
  for (const call of calls) {
    const { caller = '', operation } = call
    try {
      const found = readNeeds(call, names)
      for (const problem of compareWithEmulator(call, found)) problems.add(`${caller}: ${operation}: ${problem}`)
      const own = needs.get(caller) ?? new Map<string, Need>()
      for (const need of found) own.set(JSON.stringify(need), need)
      needs.set(caller, own)
    } catch (error) {
      problems.add(`${caller}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
  return { needs: new Map([...needs].map(([caller, own]) => [caller, [...own.values()]])), problems: [...problems] }
}
