import type { StackPlan } from 'cdk-loopback/template/stack-plan'
import { fewReceives } from '../../support/plans.ts'
import type { Suite } from '../suite.ts'
import type { ArticleCase } from './article-case.ts'
import { crashCases } from './crash-cases.ts'
import { deliveryCases } from './delivery-cases.ts'
import { deniedCases, dependencyCases } from './dependency-cases.ts'
import { playRound } from './play-round.ts'
import { loadCases, poisonCases } from './poison-cases.ts'
import { sweepCases } from './sweep-cases.ts'
import { clockCases, dateCases, outlivingCases, zombieCases } from './zombie-cases.ts'

/** Cases that are played at the same time. The feeds, which have the last 50 articles, contain all of theirs. */
const roundSize = 45

/** Uploads, from the event of S3 to the feeds and pages that readers get. */
export const articleSuite = inRounds('articles', [
  ...deliveryCases,
  ...dateCases,
  ...clockCases,
  ...poisonCases,
  ...loadCases,
  ...zombieCases,
  ...outlivingCases,
  ...crashCases,
  ...dependencyCases,
  ...sweepCases,
])

/** Messages that fail twice are dead letters. */
export const deadLetterSuite = inRounds('dead letters', deniedCases, (plan) => fewReceives(plan, 2))

/** Returns a suite whose cases are played so many at a time, each round on a stage of its own. */
function inRounds(
  name: string,
  cases: readonly ArticleCase[],
  change: (plan: StackPlan) => StackPlan = (plan) => plan,
): Suite {
  return {
    ...{ name, cases, roundSize },
    open: async ({ change: removeGuard = (plan: StackPlan) => plan } = {}) => ({
      play: (names) =>
        playRound(
          cases.filter((each) => names.includes(each.name)),
          (plan) => removeGuard(change(plan)),
        ),
      close: async () => {},
    }),
  }
}
