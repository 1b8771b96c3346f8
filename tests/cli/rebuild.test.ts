import { S3Client } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rebuild } from '../../cli/rebuild.ts'
import { readFiles } from '../support/read-state.ts'
import { startTestStack, type TestStack } from '../support/test-stack.ts'

let stack: TestStack

beforeAll(async () => {
  stack = await startTestStack()
})
afterAll(() => stack.close())

const markdown = (title: string, fields = '') =>
  `---\ntitle: ${title}\n${fields}\n---\n![Map](map.png) It left at eight.\n`

async function snapshot() {
  const { aws: endpoint, credentials } = stack.local
  const s3 = new S3Client({ endpoint, region: 'us-east-1', credentials })
  const { siteBucket, uploadsBucket } = stack.stack.settings
  const pending = await Promise.all(['daily', 'weekly'].map((digest) => stack.stack.issues.listPending(digest, 100)))
  return {
    pending,
    site: await readFiles(s3, siteBucket, ''),
    receipts: await readFiles(s3, uploadsBucket, 'receipts/'),
  }
}

test('a rebuild produces the same site, byte for byte, and marks no articles as pending', async () => {
  const uploads: readonly (readonly [string, string])[] = [
    ['articles/first.md', markdown('Same', 'topics: [rail]\nauthor: Ada')],
    ['articles/a-second.md', markdown('Same', 'topics: [rail, road]')],
    ['articles/old.md', markdown('Moved')],
    ['articles/new.md', markdown('Other')],
    ['articles/here.md', markdown('Renamed', 'topics: [rail]')],
    ['articles/one.md', markdown('Twice')],
    ['articles/unready.md', markdown('Draft', 'draft: true')],
    ['articles/later.md', markdown('Later', 'date: 2099-01-01')],
    ['backfill/old.md', markdown('Old', 'date: 2019-05-05')],
    ['articles/broken.md', markdown('Good version', 'topics: [road]')],
    ['articles/never.md', 'no title'],
    ['articles/last.md', markdown('Last', 'topics: [Canals & Locks]\nauthor: Ada Byron')],
    ['articles/_ideas/idea.md', markdown('Idea')],
    ['articles/map.png', 'pixels'],
  ]
  for (const [key, text] of uploads) await stack.upload(key, text)
  await stack.local.idle()
  await stack.upload('articles/first.md', markdown('Corrected title', 'topics: [rail]\nauthor: Ada'))
  await stack.upload('articles/broken.md', 'no title any more')
  await stack.upload('articles/new.md', markdown('Moved'))
  await stack.upload('articles/a-copy.md', markdown('Twice'))
  await stack.upload('articles/there.md', markdown('Renamed', 'topics: [rail]'))
  await stack.stack.uploads.remove('articles/here.md')
  await stack.local.idle()
  await stack.upload('articles/here.md', markdown('Something else'))
  await stack.stack.uploads.remove('articles/old.md')
  await stack.stack.uploads.remove('articles/last.md')
  await stack.local.idle()
  const before = await snapshot()
  expect(Object.keys(before.site).filter((path) => path.endsWith('map.png'))).toHaveLength(7)
  expect(before.site['articles/moved/index.html']).toContain('refresh')
  expect(before.site['topics/canals-and-locks/feed.json']).toContain('Canals & Locks')

  const answers: unknown[] = []
  await rebuild(stack.stack, { answer: (json) => void answers.push(json) })
  expect(answers).toEqual([{ uploads: 14, files: Object.keys(before.site).length }])
  await stack.local.idle()
  expect(await snapshot()).toEqual(before)
  expect(stack.log).toEqual([])
})
