import { expect, test } from 'vitest'
import { findLambdaLogs } from '../../../core/monitoring/log-groups.ts'

test('log groups are those of the Lambda whose name their logical id ends in', () => {
  const groups = [
    'ArticlesIngestArticleLog1A2B3C4D',
    'EventsLog0A0A0A0A',
    'SubscribersCheckStackLogABCDEF01',
    'ApiAccess',
  ]
  const found = findLambdaLogs(
    groups.map((logicalId) => ({ logicalId, name: `group-${logicalId}` })),
    ['article', 'ingest-article', 'check-stack'],
  )
  expect(found).toEqual([
    { lambda: 'ingest-article', group: 'group-ArticlesIngestArticleLog1A2B3C4D' },
    { lambda: 'check-stack', group: 'group-SubscribersCheckStackLogABCDEF01' },
  ])
})
