import { checkOutcome, type Repetition, repetitionOf } from './check-outcome.ts'
import type { FaultCase, Scene } from './fault-case.ts'
import { admitCast, requestRun, type Stage } from './stage.ts'
import type { Outcome } from './suite.ts'

/** Milliseconds after which senders request the quota again. */
const quotaLifetime = 61_000

/** Runs a case and checks its outcome. Also returns how to repeat every step of it. */
export async function play(stage: Stage, faultCase: FaultCase): Promise<Outcome & { readonly repetition: Repetition }> {
  const { rules = [], act = ({ stage }: Scene) => requestRun(stage).then(() => {}) } = faultCase
  stage.local.clock.move(quotaLifetime)
  const scene: Scene = { stage, cast: await admitCast(stage) }
  await stage.publish(1)
  const before = await stage.lastIssue()
  const activeRules = rules.map((rule) => stage.local.faults.add(rule))
  await act(scene)
  await stage.settle()
  const missed = activeRules.filter(({ hits }) => hits === 0).length
  stage.local.faults.clear()
  const number = await stage.lastIssue()
  const outcome = await checkOutcome(stage, scene.cast, number, faultCase)
  const problems = [
    ...(missed > 0 ? ['a fault never occurred'] : []),
    ...(number === before + 1 ? [] : [`${number - before} issues were composed`]),
    ...outcome.problems,
    ...((await faultCase.also?.(scene)) ?? []),
  ]
  await stage.retire()
  return { ...outcome, problems, repetition: repetitionOf(stage, scene.cast, number) }
}
