import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readAudience } from '../../../operations/read-audience.ts'
import { writeAssembly } from '../../support/synthesize-stack.ts'
import { startTestStack, type TestStack } from '../../support/test-stack.ts'

const day = 86_400_000
let folder: string
let tests: TestStack

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'postrider-audience-'))
  const assembly = path.join(folder, 'assembly')
  await writeAssembly(assembly, { feedAudience: true })
  tests = await startTestStack({ assembly })
  await tests.upload('articles/a.md', '---\ntitle: A\ndate: 2026-01-01\n---\nText.\n')
  await tests.local.idle()
})
afterAll(async () => {
  await tests?.close()
  await rm(folder, { recursive: true, force: true })
})

async function request(feed: string, agent: string, headers = {}): Promise<number> {
  const response = await fetch(`${tests.local.site}/${feed}`, { headers: { 'user-agent': agent, ...headers } })
  await response.arrayBuffer()
  return response.status
}

async function count(): Promise<void> {
  await tests.fire('FeedAudienceDaily')
  await tests.local.idle()
}

test("the readers of yesterday's feeds are counted from the access logs, once however often it runs", async () => {
  const { clock } = tests.local
  clock.move(new Date('2030-05-06T12:00:00Z'))
  for (const subscribers of [40, 41]) await request('feed.xml', `Feedly/1.0 (${subscribers} subscribers)`)
  for (const agent of ['newsboat/2.30.1', 'newsboat/2.30.1', 'Tiny Tiny RSS/21.12', 'curl/8'])
    await request('atom.xml', agent)
  expect(await request('nothing/feed.xml', 'newsboat/2.30.1')).toBe(404)
  clock.move(day)
  const days = () => tests.stack.audience.list('2030-01-01')
  await expect
    .poll(async () => {
      await count()
      return days()
    })
    .toHaveLength(1)
  const counted = await days()
  expect(counted).toEqual([
    {
      day: '2030-05-06',
      feeds: { 'feed.xml': { services: { Feedly: 41 }, readers: 0 }, 'atom.xml': { services: {}, readers: 2 } },
    },
  ])
  await count()
  expect(await days()).toEqual(counted)
  expect(JSON.stringify(counted)).not.toContain('127.0.0.1')

  const { feeds } = await readAudience(tests.stack, clock.now())
  expect(feeds.map(({ path, weeks }) => [path, weeks[0]?.readers])).toEqual([
    ...[
      ['feed.xml', 41],
      ['atom.xml', 2],
      ['feed.json', 0],
    ],
  ])
})

test('a day without a log keeps its figures', async () => {
  tests.local.clock.move(3 * day)
  const before = await tests.stack.audience.list('2030-01-01')
  await count()
  expect(await tests.stack.audience.list('2030-01-01')).toEqual(before)
})
