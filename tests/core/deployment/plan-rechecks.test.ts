import { expect, test } from 'vitest'
import { planRechecks } from '../../../core/deployment/plan-rechecks.ts'
import { changedRecord } from '../articles/sample-record.ts'

test('the keys of withdrawn articles and of lost records are checked, and no others', () => {
  const records = (['published', 'draft', 'rejected', 'withdrawn'] as const).map((state) =>
    changedRecord({ key: `articles/${state}.md`, state }),
  )
  const answered = [
    ...records.map(({ key }) => key),
    'backfill/lost.md',
    'articles/map.png',
    'issues/daily.md',
    'letters/stray.md',
  ]
  expect(planRechecks(answered, records)).toEqual(['articles/withdrawn.md', 'backfill/lost.md'])
})
