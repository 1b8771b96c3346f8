import type { Fault, FaultRule } from 'cdk-loopback/fault-rule'
import type { ArticleCase } from './article-case.ts'

const faults: Readonly<Record<string, Fault & Pick<FaultRule, 'times'>>> = {
  'is throttled three times': { fault: 'throttle', times: 3 },
  'gets errors for a minute': { fault: 'fail', times: 7 },
  'gets half of the answer': { fault: 'cut-response' },
  'is killed': { fault: 'kill-after' },
}

const lost = { alone: true, act: ({ stage }) => stage.sweep() } satisfies Partial<ArticleCase>

/**
 * The sweep that finds lost events lists the uploads and the receipts. The event of the upload is lost. A sweep also finds the
 * uploads of the cases that have not been played yet, so these cases are the last ones of their round.
 */
export const sweepCases: readonly ArticleCase[] = [
  {
    name: 'the event of an upload is lost, and the sweep finds it',
    family: 'delivery',
    step: 'ingest: event received',
    ...lost,
  },
  ...[1, 3].flatMap((nth) =>
    Object.entries(faults).map(
      ([how, fault]): ArticleCase => ({
        name: `the sweep ${how} at list ${nth} of the bucket`,
        ...{ family: 'dependency', step: 'ReconcileUploads lists the bucket', ...lost },
        rules: () => [{ accessKey: /ReconcileUploads/, service: 's3', operation: 'ListObjectsV2', nth, ...fault }],
      }),
    ),
  ),
]
