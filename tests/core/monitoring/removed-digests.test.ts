import { expect, test } from 'vitest'
import { describeRemovedDigests } from '../../../core/monitoring/removed-digests.ts'
import { sampleSite } from '../issues/sample-issue.ts'

const { publication } = sampleSite()
const removed = { digest: 'weekyl', readers: 12, more: false, waiting: 0 }

test('the readers of a removed digest are counted, with the command that moves them to the most similar digest', () => {
  expect(describeRemovedDigests([removed], publication)).toEqual([
    '12 confirmed subscribers get the digest weekyl, which publication.json no longer contains, and so no mail. Move them to another digest: npx postrider subscribers move weekyl weekly',
  ])
})

test('one reader, articles that wait, and readers who were not all counted are described', () => {
  expect(describeRemovedDigests([{ ...removed, readers: 1, waiting: 3 }], publication)[0]).toMatch(
    /^1 confirmed subscriber gets the .* 3 articles will not be mailed to them unless you add it again\. Move/,
  )
  expect(describeRemovedDigests([{ ...removed, readers: 50_000, more: true }], publication)[0]).toMatch(
    /^More than 50,?000 confirmed subscribers get/,
  )
})

test('without another digest, there is nothing to move them to', () => {
  expect(describeRemovedDigests([removed], { digests: {} })[0]).toMatch(/Add it again, or another digest\.$/)
})
