import { DeleteObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { fewReceives } from '../support/plans.ts'
import { startTestStack, type TestStack } from '../support/test-stack.ts'

/** A local stack. Uploads pass through its queues and Lambdas, which have only the rights that the template grants. */
let stack: TestStack

beforeAll(async () => {
  stack = await startTestStack({ change: fewReceives })
})
afterEach(() => stack.local.faults.clear())
afterAll(() => stack.close())

const markdown = (title: string, topics: string) =>
  `---\ntitle: ${title}\ntopics: [${topics}]\n---\nIt left at eight.\n`

async function countDead(queue: string): Promise<number> {
  const { aws: endpoint, credentials } = stack.local
  const sqs = new SQSClient({ endpoint, region: 'us-east-1', credentials })
  const QueueUrl = stack.queueUrl(queue)
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }))
  return Number(Attributes?.ApproximateNumberOfMessages)
}

test('the rights of the Lambdas suffice to publish, correct and withdraw an article', async () => {
  const key = 'articles/2026/a b+c %2F 📮.md'
  await stack.upload(key, markdown('Night mail', 'rail, night'))
  await stack.local.idle()
  expect(await stack.receipt(key)).toMatchObject({ key, state: 'published', title: 'Night mail' })
  expect(await stack.read('articles/night-mail/')).toContain('It left at eight.')
  expect(await stack.titles('topics/night/')).toEqual(['Night mail'])
  await stack.upload(key, markdown('Day mail', 'rail'))
  await stack.local.idle()
  expect(await stack.titles('topics/rail/')).toEqual(['Day mail'])
  expect(await stack.titles('topics/night/')).toEqual([])
  await stack.stack.uploads.remove(key)
  await stack.local.idle()
  expect(await stack.read('articles/night-mail/')).toBeUndefined()
  expect(await stack.titles()).toEqual([])
  expect(await stack.receipt(key)).toMatchObject({ state: 'withdrawn' })
  expect(await stack.stack.issues.listPending('daily', 10)).toEqual([])
  expect(stack.log).toEqual([])
})

test('a deleted upload comes back with its article if its delete marker is removed', async () => {
  const key = 'articles/deleted.md'
  const { aws: endpoint, credentials } = stack.local
  const s3 = new S3Client({ endpoint, region: 'us-east-1', credentials })
  const object = { Bucket: stack.stack.settings.uploadsBucket, Key: key }
  await stack.upload(key, markdown('Late mail', 'rail'))
  await stack.local.idle()
  const { VersionId, DeleteMarker } = await s3.send(new DeleteObjectCommand(object))
  expect(DeleteMarker).toBe(true)
  await stack.local.idle()
  expect(await stack.receipt(key)).toMatchObject({ state: 'withdrawn' })
  await s3.send(new DeleteObjectCommand({ ...object, VersionId }))
  await stack.local.idle()
  expect(await stack.receipt(key)).toMatchObject({ state: 'published' })
  expect(await stack.read('articles/late-mail/')).toContain('It left at eight.')
  s3.destroy()
})

test('an old version of an upload can be removed for good without an effect on the article', async () => {
  const key = 'articles/corrected.md'
  const { aws: endpoint, credentials } = stack.local
  const s3 = new S3Client({ endpoint, region: 'us-east-1', credentials })
  const object = { Bucket: stack.stack.settings.uploadsBucket, Key: key }
  const { VersionId } = await s3.send(new PutObjectCommand({ ...object, Body: markdown('Wrong title', 'rail') }))
  await stack.upload(key, markdown('Right title', 'rail'))
  await stack.local.idle()
  await s3.send(new DeleteObjectCommand({ ...object, VersionId }))
  await stack.local.idle()
  expect(await stack.receipt(key)).toMatchObject({ state: 'published', title: 'Right title' })
  s3.destroy()
})

test.each([
  ['after it stored a correction', { service: 'dynamodb', operation: 'TransactWriteItems', fault: 'kill-after' }],
  ['before it announced a correction', { service: 'sqs', operation: 'SendMessage', fault: 'kill-before' }],
] as const)('an article leaves the feed of a topic even if the Lambda stops right %s', async (_when, crash) => {
  const key = `articles/killed-${crash.fault}.md`
  await stack.upload(key, markdown('Night mail', 'rail, lost'))
  await stack.local.idle()
  expect(await stack.titles('topics/lost/')).toEqual(['Night mail'])
  stack.log.length = 0
  stack.local.faults.add({ ...crash, accessKey: stack.lambda('IngestArticle') })
  await stack.upload(key, markdown('Night mail', 'rail'))
  await stack.retry()
  await stack.local.idle()
  expect(await stack.titles('topics/lost/')).toEqual([])
  expect(await stack.receipt(key)).toMatchObject({ state: 'published' })
})

test('only the unreadable message of a batch is retried, and it ends in the dead-letter queue', async () => {
  stack.log.length = 0
  await stack.stack.ingest.add('no message of ours' as never) // what no Lambda expects
  await Promise.all(['one', 'two', 'three'].map((name) => stack.upload(`articles/${name}.md`, markdown(name, 'batch'))))
  for (let attempt = 1; attempt <= 5; attempt += 1) await stack.retry(attempt)
  await stack.local.idle()
  expect((await stack.titles('topics/batch/'))?.sort()).toEqual(['one', 'three', 'two'])
  expect(await countDead('Failures')).toBe(1)
  expect(stack.log.filter((line) => line.includes('will be tried again'))).toHaveLength(5)
})

test('a burst of 80 uploads results in every receipt and correct feeds, with few builds', async () => {
  const names = Array.from({ length: 80 }, (_, n) => `burst-${String(n).padStart(3, '0')}`)
  const builds = stack.local.faults.add({
    operation: 'PutObject',
    key: 'feed.xml',
    fault: 'hang',
    milliseconds: 0,
    times: 1_000,
  })
  await Promise.all(names.map((name) => stack.upload(`articles/${name}.md`, markdown(name, 'burst'))))
  await stack.local.idle()
  const receipts = await Promise.all(names.map((name) => stack.receipt(`articles/${name}.md`)))
  expect(receipts.filter((receipt) => receipt?.state === 'published')).toHaveLength(80)
  const live = (await stack.stack.articles.list('publication', 50)).map(({ title }) => title)
  for (const feed of [undefined, 'topics/burst/']) {
    const titles = (await stack.titles(feed)) ?? []
    // An article that is late, because the document of its time was closed before, is in the feed instead of an old one.
    const late = titles.filter((title) => !live.includes(title))
    expect(titles).toEqual([...live.slice(0, 50 - late.length), ...late])
  }
  expect(await stack.read('archive/')).toContain('articles')
  expect(builds.hits).toBeLessThan(30)
})
