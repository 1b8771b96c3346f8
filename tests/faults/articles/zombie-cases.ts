import type { Selector } from 'cdk-loopback/fault-rule'
import { until } from '../stage.ts'
import { ingestCalls, publishCalls } from './article-calls.ts'
import { type ArticleCase, article, type Own, oneArticle } from './article-case.ts'
import { untilPublished } from './play-round.ts'

const calls: Readonly<Record<string, (own: Own) => Selector>> = {
  'ingest: article record written': ingestCalls['stores the record'],
  'ingest: receipt written': ingestCalls['writes the receipt'],
  'publish: page objects written': publishCalls['writes the page'],
  'publish: feed objects written': publishCalls['writes a feed'],
  'publish: list of listings switched': publishCalls['stores which listings there are'],
  'publish: publish recorded': publishCalls['marks the listing built'],
}

/** A run hangs until another one has processed the same event, and then goes on. */
export const zombieCases: readonly ArticleCase[] = Object.entries(calls).map(([step, selectorOf]) => ({
  name: `a run goes on after another one has done its work: ${step}`,
  ...{ family: 'zombie', step, alone: true },
  act: (scene) =>
    whileHanging(scene, selectorOf(scene.own), async () => {
      await scene.stage.ingest.addAll(scene.notices.map(({ body }) => body))
      await untilPublished(scene.stage)
    }),
}))

/**
 * A run hangs until the article has been corrected, and then goes on with what it has read before. Before its record is
 * stored, nobody else can know when the article was first uploaded, so that case is left out.
 */
export const outlivingCases: readonly ArticleCase[] = Object.entries(calls)
  .filter(([step]) => step !== 'ingest: article record written')
  .map(([step, selectorOf]) => ({
    name: `a run goes on after the article was corrected: ${step}`,
    ...{ family: 'zombie' as const, step, alone: true as const },
    story: (own) => [...oneArticle(own), { [own.key]: article(own, 'It says more.') }],
    outlives: selectorOf,
  }))

/** The clock of one worker is wrong while it stores the record. */
export const clockCases: readonly ArticleCase[] = [
  ['ahead', 600_000],
  ['behind', -600_000],
].map(([how, milliseconds]) => ({
  name: `the clock of one worker is ten minutes ${how}`,
  ...{ family: 'clock' as const, step: 'ingest: article record written', alone: true as const },
  act: async (scene) => {
    scene.stage.local.clock.move(Number(milliseconds))
    await whileHanging(scene, ingestCalls['stores the record'](scene.own), async () => {
      scene.stage.local.clock.move(-Number(milliseconds))
    })
  },
}))

type ActScene = Parameters<NonNullable<ArticleCase['act']>>[0]

/** Delivers events, waits until a call hangs, and lets it go on after something else has happened. */
async function whileHanging({ stage, notices }: ActScene, selector: Selector, meanwhile: () => Promise<void>) {
  const rule = stage.local.faults.add({ ...selector, fault: 'hang' })
  try {
    await stage.ingest.addAll(notices.map(({ body }) => body))
    await until('the call is made', () => rule.hits > 0)
    await meanwhile()
  } finally {
    rule.remove()
  }
}

/** A date that other programs cannot store. */
export const dateCases: readonly ArticleCase[] = [
  {
    name: 'an article is dated 1969',
    ...{ family: 'clock', step: 'ingest: parsed' },
    story: (own) => [{ [own.key]: article(own, 'It is dated.', 'date: 1969-07-20\n') }],
    deliver: (notices) => notices.flatMap(({ body }) => [body, body]),
  },
]
