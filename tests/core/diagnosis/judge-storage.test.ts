import { expect, test } from 'vitest'
import { adviseRestore, judgeStorage, type StorageState } from '../../../core/diagnosis/judge-storage.ts'

const judged = (value: StorageState) => judgeStorage({ kind: 'found', value }).map(({ id, text }) => [id, text])
const lost = (file: string) => ({ file, text: `The database ${file} is damaged: it is missing.` })

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
  expect(adviseRestore('/data/logs/logs.sqlite')).toContain('delete the folder `logs`')
  expect(adviseRestore('/data/ses/ses.sqlite')).toContain('Do not delete the database')
})
