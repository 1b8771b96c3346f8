import { judge, repeatAll } from './check-outcome.ts'
import type { CaseResult, FaultCase, Scene } from './fault-case.ts'
import { admitCast, askForRun, type Stage } from './stage.ts'

/** Milliseconds after which senders ask for the quota again. */
const quotaIsOld = 61_000

/** Plays a case, judges it, and does everything once more. */
export async function play(stage: Stage, faultCase: FaultCase): Promise<CaseResult> {
  const begun = performance.now()
  const { name, rules = [], act = ({ stage }: Scene) => askForRun(stage).then(() => {}) } = faultCase
  stage.local.clock.move(quotaIsOld)
  const scene = { stage, cast: await admitCast(stage) }
  await stage.publish(1)
  const before = await stage.lastIssue()
  const added = rules.map((rule) => stage.local.faults.add(rule))
  await act(scene)
  await stage.settle()
  const missed = added.filter(({ hits }) => hits === 0).length
  stage.local.faults.clear()
  const number = await stage.lastIssue()
  const judged = await judge(stage, scene.cast, number, faultCase)
  const problems = [
    ...(missed > 0 ? ['a fault did not strike'] : []),
    ...(number === before + 1 ? [] : [`${number - before} issues were composed`]),
    ...judged.problems,
    ...((await faultCase.also?.(scene)) ?? []),
    ...(await repeatAll(stage, scene.cast, number)),
  ]
  await stage.dismiss()
  return { name, ...judged, problems, took: performance.now() - begun }
}
