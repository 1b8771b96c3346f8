import { createClock } from 'cdk-loopback/clock'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createS3 } from '../../../aws/clients.ts'
import { type SiteStore, siteStore } from '../../../aws/pages/site-store.ts'
import { openEmbeddedStores } from '../../../bench/support/embedded-stores.ts'
import { siteFile } from '../../../core/pages/site-file.ts'
import { readFiles } from '../../support/read-state.ts'

let stores: Awaited<ReturnType<typeof openEmbeddedStores>>
let s3: ReturnType<typeof createS3>
let files: SiteStore

beforeAll(async () => {
  stores = await openEmbeddedStores(createClock())
  s3 = createS3(stores.connect().connection)
  files = siteStore(s3, 'site')
})
afterAll(async () => {
  s3.destroy()
  await stores.close()
})

const page = (path: string, text: string) => siteFile(path, 'html', text)
const put = (path: string, text: string) => ({ put: [page(path, text)], remove: [] })

test('a file with the same bytes is not written again', async () => {
  expect(await files.put([page('same.html', 'one')])).toEqual(['same.html'])
  stores.takeCalls('')
  expect(await files.put([page('same.html', 'one')])).toEqual([])
  expect(stores.takeCalls('PutObject')).toEqual([])
})

test('a feed is also stored compressed, and both forms are removed', async () => {
  await files.put([siteFile('x/feed.xml', 'rss', '<rss/>')])
  expect(Object.keys(await readFiles(s3, 'site', 'x/'))).toEqual(['x/feed.xml', 'x/feed.xml.gz'])
  await files.replace(['x/feed.xml'], async () => ({ put: [], remove: ['x/feed.xml'] }))
  expect(await readFiles(s3, 'site', 'x/')).toEqual({})
})

test('a builder runs again if another one wrote the file after it read the ETag', async () => {
  let state = 'old'
  let builds = 0
  await files.replace(['race.html'], async () => {
    const built = state
    builds += 1
    if (builds === 1) {
      state = 'new'
      await files.put([page('race.html', 'new')])
    }
    return put('race.html', built)
  })
  expect([builds, await readFiles(s3, 'site', 'race.html')]).toEqual([2, { 'race.html': 'new' }])
})

test('a builder runs again if its result has other paths than requested, and reports all changed paths', async () => {
  let builds = 0
  const { changed } = await files.replace(['y/1.html'], async () => {
    builds += 1
    return { put: [page('y/1.html', 'a'), page('y/2.html', 'b')], remove: ['y/3.html'] }
  })
  expect([builds, changed.toSorted()]).toEqual([2, ['y/1.html', 'y/2.html']])
})
