import type { LocalStack } from 'cdk-loopback/local-stack'
import type { LocalOptions } from 'cdk-loopback/start-local'
import type { Repetition } from './check-outcome.ts'
import type { Edits } from './guards.ts'
import { describeRule, recordFaults } from './record-faults.ts'

/** The kinds of faults, in the order of the report. */
export const families = [
  ...(['crash', 'zombie', 'delivery', 'dependency', 'SES', 'poison', 'clock', 'load', 'random', 'command'] as const),
] as const
export type Family = (typeof families)[number]

/** What a list of cases says about each of them. */
export type CaseName = {
  /** Unique in the matrix. */
  readonly name: string
  readonly family: Family
  /** Where the fault is: the stage and its step, as in `ingest: article record written`. */
  readonly step: string
}

/** What a case has found; `problems` is empty if it passed. */
export type Outcome = {
  readonly problems: readonly string[]
  /** Number of recipients who got no mail, although they should have. */
  readonly losses?: number
  /** Number of mails that a recipient got once more. */
  readonly repeats?: number
  /** Faults that applied to another process than that of the matrix. */
  readonly hits?: readonly string[]
}

export type CaseResult = CaseName &
  Outcome & {
    /** The faults that applied: what happened, and to which call. */
    readonly hits: readonly string[]
    /** Milliseconds that the case took. In a round, its share of the round. */
    readonly took: number
  }

/** Cases that are played on the same kind of stage. */
export type Suite = {
  readonly name: string
  readonly cases: readonly CaseName[]
  /** Number of cases that are played together. Default: 1. */
  readonly roundSize?: number
  /** Changes of the sources of the Lambdas that the cases run. Default: none. */
  readonly edits?: Edits
  /** The cases are already a sample, so that each quarter plays all of them. */
  readonly isDrawn?: true
  /** Opens a stage for some of the cases. `change` removes a guard from the stack. */
  open(options?: Pick<LocalOptions, 'change'>): Promise<OpenSuite>
}

export type OpenSuite = {
  /** Plays the cases with these names, and returns their results in the same order. */
  play(names: readonly string[]): Promise<readonly CaseResult[]>
  close(): Promise<void>
}

/** Without `local`, the cases open their own stacks. */
type Stage = { readonly local?: Pick<LocalStack, 'faults'>; close(): Promise<void> }

type Played = Outcome & { readonly repetition?: Repetition }

/**
 * Returns a suite whose cases are played one after the other. Besides the problems that `play` returns, a case fails if it
 * adds a rule that kills a Lambda, and the rule never applies. At the end of a round, and before a stage is left because a
 * case has failed, `repeat` repeats what the others did, and returns the problems of each.
 */
export function suiteOf<OneStage extends Stage, Case extends CaseName>(
  suite: Pick<Suite, 'name' | 'roundSize' | 'edits'> & {
    readonly cases: readonly Case[]
    open(options?: Pick<LocalOptions, 'change'>): Promise<OneStage>
    play(stage: OneStage, faultCase: Case): Promise<Played>
    repeat?(stage: OneStage, repetitions: readonly Repetition[]): Promise<string[][]>
  },
): Suite {
  const { cases, open, play, repeat = async () => [], ...rest } = suite
  return {
    ...rest,
    cases,
    open: async (options) => {
      const start = async () => {
        const stage = await open(options)
        return { stage, record: stage.local && recordFaults(stage.local.faults) }
      }
      let current = await start()
      const playOne = async (faultCase: Case): Promise<{ result: CaseResult; repetition: Repetition | undefined }> => {
        const startedAt = performance.now()
        const { stage, record } = current
        record?.clear()
        const played: Played = await survive(() => play(stage, faultCase))
        const { repetition, ...outcome } = played
        return { result: resultOf(faultCase, outcome, record?.list() ?? [], startedAt), repetition }
      }
      /** Repeats the cases that have passed. */
      const endRound = async (round: Awaited<ReturnType<typeof playOne>>[]): Promise<CaseResult[]> => {
        const passed = round.filter(({ result, repetition }) => repetition && result.problems.length === 0)
        const repetitions = passed.flatMap(({ repetition }) => repetition ?? [])
        const changes = await repeat(current.stage, repetitions).catch((error) => passed.map(() => [String(error)]))
        return round.map(({ result }) => {
          const index = passed.findIndex((one) => one.result === result)
          return { ...result, problems: [...result.problems, ...(changes[index] ?? [])] }
        })
      }
      return {
        play: async (names) => {
          const results: CaseResult[] = []
          const chosen = cases.filter((one) => names.includes(one.name))
          let round: Awaited<ReturnType<typeof playOne>>[] = []
          for (const each of chosen) {
            round.push(await playOne(each))
            const isFailed = round.at(-1)?.result.problems.length !== 0
            if (each !== chosen.at(-1) && !isFailed) continue
            results.push(...(await endRound(round)))
            round = []
            if (each === chosen.at(-1)) break
            await current.stage.close()
            current = await start()
          }
          return results
        },
        close: () => current.stage.close(),
      }
    },
  }
}

type Recorded = ReturnType<ReturnType<typeof recordFaults>['list']>

/** Adds the faults that applied to an outcome. A kill that hit no step is a problem: nothing was tested. */
export function resultOf(
  { name, family, step }: CaseName,
  outcome: Outcome,
  recorded: Recorded,
  startedAt: number,
): CaseResult {
  const missed = recorded.filter(({ rule, calls }) => rule.fault.startsWith('kill') && calls.length === 0)
  return {
    ...{ name, family, step, ...outcome },
    problems: [...outcome.problems, ...missed.map(({ rule }) => `hit no step: ${describeRule(rule)}`)],
    hits: [...(outcome.hits ?? []), ...recorded.flatMap(({ hits }) => hits)],
    took: performance.now() - startedAt,
  }
}

/** Turns an error into a problem. */
export async function survive<Result extends Outcome>(act: () => Promise<Result>): Promise<Result | Outcome> {
  try {
    return await act()
  } catch (error) {
    return { problems: [String(error)] }
  }
}
