import type { FaultRule, Selector } from 'cdk-loopback/fault-rule'
import { ingestCalls, publishCalls } from './article-calls.ts'
import type { ArticleCase, Own } from './article-case.ts'

type Kill = 'kill-before' | 'kill-after'

/** Where a Lambda is killed: in which step, and at which call. */
const kills: readonly (readonly [string, Kill, (own: Own) => Selector])[] = [
  ['ingest: event received', 'kill-before', ingestCalls['reads the record']],
  ['ingest: object fetched', 'kill-after', ingestCalls['reads the upload']],
  ['ingest: parsed', 'kill-before', ingestCalls['stores the body']],
  ['ingest: article record written', 'kill-after', ingestCalls['stores the record']],
  ['ingest: receipt written', 'kill-after', ingestCalls['writes the receipt']],
  ['ingest: event acknowledged', 'kill-after', () => ({ service: 'lambda', resource: /IngestArticle/ })],
  ['publish: articles listed', 'kill-after', publishCalls['lists the articles of a feed']],
  ['publish: feeds rendered', 'kill-before', publishCalls['writes a feed']],
  ['publish: page objects written', 'kill-after', publishCalls['writes the page']],
  ['publish: feed objects written', 'kill-after', publishCalls['writes a feed']],
  ['publish: list of listings switched', 'kill-after', publishCalls['stores which listings there are']],
  ['publish: overviews written', 'kill-after', publishCalls['writes an overview']],
  ['publish: publish recorded', 'kill-after', publishCalls['marks the listing built']],
]

const manners = { once: 1, 'on the first two tries': 2 }

export const crashCases: readonly ArticleCase[] = kills.flatMap(([step, fault, selectorOf]) =>
  Object.entries(manners).map(([how, times]) => ({
    name: `${lambdaOf(step)} is killed ${how}: ${step}`,
    ...{ family: 'crash' as const, step, alone: true as const },
    rules: (own: Own): FaultRule[] => [{ ...selectorOf(own), fault, times }],
  })),
)

function lambdaOf(step: string): string {
  return step.startsWith('ingest') ? 'IngestArticle' : 'PublishSite'
}
