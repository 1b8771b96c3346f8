import { expect, test } from 'vitest'
import { fault, ok } from '../../../core/diagnosis/finding.ts'
import {
  adviseRestore,
  judgeStorage,
  type StorageState,
  withoutRebuild,
} from '../../../core/diagnosis/judge-storage.ts'

const judged = (value: StorageState) => judgeStorage({ kind: 'found', value }).map(({ id, text }) => [id, text])
const lost = (file: string) => ({ file, text: `The database ${file} is damaged: it is missing.`, isLocked: false })

test('a disk with room and readable databases are fine', () => {
  expect(judged({ damaged: [] })).toEqual([['storage.ok', 'The disk has room, and every database can be read.']])
  expect(judgeStorage({ kind: 'missing' }).map(({ id }) => id)).toEqual(['storage.ok'])
  expect(judgeStorage({ kind: 'unreadable', reason: 'no' }).map(({ id }) => id)).toEqual(['storage.unchecked'])
})

test('a full disk and each damaged database is a problem', () => {
  const damaged = [lost('/data/s3/s3.sqlite'), lost('/data/schedules.db')]
  expect(judged({ full: 'The disk of /data is full (4 KB free)', damaged })).toEqual([
    ['storage.damaged', damaged[0]?.text],
    ['storage.damaged', damaged[1]?.text],
    ['storage.full', 'The disk of /data is full (4 KB free).'],
  ])
})

test('only the logs may be deleted', () => {
  expect(adviseRestore(lost('/data/logs/logs.sqlite'))).toContain('delete the folder `logs`')
  expect(adviseRestore(lost('/data/ses/ses.sqlite'))).toContain('Do not delete the database')
})

test('a database that another user owns needs no backup', () => {
  expect(adviseRestore({ file: '/data/logs/logs.sqlite', isLocked: true })).toMatch(/^Let the user/)
})

test('while nothing can be stored, doctor does not suggest a rebuild', () => {
  const findings = [
    fault('feeds.broken', 'It answers 503.', { fix: 'Write the feeds again.', copy: ['npx postrider rebuild'] }),
    fault('robots.blocked', 'It is blocked.', { fix: 'Deploy.', copy: ['npm run deploy'] }),
    ok('site', 'It answers.'),
  ]
  const damaged = [lost('/data/s3/s3.sqlite')]
  const [feeds, ...others] = withoutRebuild(findings, { kind: 'found', value: { damaged } })
  expect(feeds).toMatchObject({ id: 'feeds.broken', copy: [] })
  expect(feeds?.fix).toContain('storage')
  expect(others).toEqual(findings.slice(1))
  expect(withoutRebuild(findings, { kind: 'found', value: { damaged: [] } })).toEqual(findings)
  expect(withoutRebuild(findings, { kind: 'missing' })).toEqual(findings)
})
