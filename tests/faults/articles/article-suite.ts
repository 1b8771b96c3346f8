import type { StackPlan } from 'cdk-loopback/template/stack-plan'
import type { Suite } from '../suite.ts'
import type { ArticleCase } from './article-case.ts'
import { crashCases } from './crash-cases.ts'
import { dependencyCases } from './dependency-cases.ts'
import { playRound } from './play-round.ts'

/** Cases that are played at the same time. The feeds, which have the last 50 articles, contain all of theirs. */
const roundSize = 45

/** Uploads, from the event of S3 to the feeds and pages that readers get. */
export const articleSuite = inRounds('articles', [...crashCases, ...dependencyCases])

/** Returns a suite whose cases are played so many at a time, each round on a stage of its own. */
function inRounds(name: string, cases: readonly ArticleCase[]): Suite {
  return {
    ...{ name, cases, roundSize },
    open: async ({ change = (plan: StackPlan) => plan } = {}) => ({
      play: (names) =>
        playRound(
          cases.filter((each) => names.includes(each.name)),
          change,
        ),
      close: async () => {},
    }),
  }
}
