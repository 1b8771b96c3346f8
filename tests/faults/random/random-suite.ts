import { withoutSchedules } from '../../support/plans.ts'
import { limitWindow } from '../people/visitor.ts'
import { recordFaults } from '../record-faults.ts'
import { openStage, type Stage } from '../stage.ts'
import { type CaseName, type CaseResult, type Outcome, type Suite, survive } from '../suite.ts'
import { checkStory } from './check-story.ts'
import { createRandom } from './random.ts'
import { chooseFaults, type Story, tell } from './story.ts'

/**
 * Stories of uploads, readers, runs and faults, each of which follows from its seed. Parts of a story happen at the same
 * time, so a seed gives the same story, but not always the same calls in the same order.
 */
export function randomSuite(firstSeed: number, count: number): Suite {
  const cases: readonly CaseName[] = Array.from({ length: count }, (_, index) => ({
    ...{ name: `seed ${firstSeed + index}`, family: 'random' as const, step: 'everywhere' },
  }))
  return {
    name: 'random',
    cases,
    isDrawn: true,
    open: async (options = {}) => {
      const stage = await openStage(undefined, options, withoutSchedules)
      const record = recordFaults(stage.local.faults)
      const playOne = async (each: CaseName): Promise<CaseResult> => {
        const startedAt = performance.now()
        record.clear()
        const outcome = await survive(() => playSeed(stage, Number(each.name.split(' ')[1])))
        const hits = record.list().flatMap(({ hits }) => hits)
        return { ...each, ...outcome, hits, took: performance.now() - startedAt }
      }
      return {
        play: async (names) => {
          const results: CaseResult[] = []
          for (const each of cases.filter(({ name }) => names.includes(name))) results.push(await playOne(each))
          return results
        },
        close: () => stage.close(),
      }
    },
  }
}

async function playSeed(stage: Stage, seed: number): Promise<Outcome> {
  stage.local.clock.move(limitWindow)
  const story: Story = { stage, seed, random: createRandom(seed), texts: new Map(), people: new Map() }
  const since = await stage.lastIssue()
  for (const rule of chooseFaults(story.random)) stage.local.faults.add(rule)
  await tell(story)
  stage.local.faults.clear()
  const problems = await checkStory(story, since)
  await stage.dismiss()
  return { problems }
}
