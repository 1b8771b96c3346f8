import type { Fault, FaultRule } from 'cdk-loopback/fault-rule'
import type { ArticleCase } from './article-case.ts'

const faults: Readonly<Record<string, Fault & Pick<FaultRule, 'times'>>> = {
  'is throttled three times': { fault: 'throttle', times: 3 },
  'gets errors for a minute': { fault: 'fail', times: 7 },
  'gets half of the answer': { fault: 'cut-response' },
  'is killed': { fault: 'kill-after' },
}

/** The sweep that finds lost events lists the uploads and the receipts. The event of the upload is lost. */
export const sweepCases: readonly ArticleCase[] = [1, 3].flatMap(
  (nth) =>
    Object.entries(faults).map(([how, fault]) => ({
      name: `the sweep ${how} at list ${nth} of the bucket`,
      ...{ family: 'dependency' as const, step: 'ReconcileUploads lists the bucket', alone: true as const },
      rules: (): FaultRule[] => [
        { accessKey: /ReconcileUploads/, service: 's3', operation: 'ListObjectsV2', nth, ...fault },
      ],
      act: ({ stage }) => stage.sweep(),
    })) satisfies ArticleCase[],
)
