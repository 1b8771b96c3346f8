import { expect, test } from 'vitest'
import { readPublication } from '../../build/read-publication.ts'
import { readVersion } from '../../build/version.ts'
import { splitPublication } from '../../core/deployment/publication-outputs.ts'
import { listNotes, readDeployedPublication } from '../../operations/deployed-publication.ts'

const own = await readPublication()
const version = await readVersion()
const stack = (outputs: Readonly<Record<string, string>>, name = own.stack) => ({
  ...{ name, status: 'UPDATE_COMPLETE', description: 'Postrider: News', outputs },
})

test('a stack is operated with the publication with which it was deployed', async () => {
  const other = { ...own, title: 'Another title', tag: 'other.example,2020' }
  expect(await readDeployedPublication(stack(splitPublication(other)))).toEqual(other)
})

test('an older stack is operated with publication.json, unless that is of another publication', async () => {
  expect(await readDeployedPublication(stack({ Publication: own.tag }))).toEqual(own)
  await expect(readDeployedPublication(stack({ Publication: 'other.example,2020' }))).rejects.toThrow(
    'use the checkout that was deployed',
  )
})

test('nothing is noted about a stack of this version and publication', async () => {
  expect(version).toMatch(/^\d+\.\d+\.\d+\+[0-9a-f]{8}$/)
  expect(await listNotes(stack({ Version: version, ...splitPublication(own) }))).toEqual([])
})

test('another version and settings that are not deployed yet are noted', async () => {
  const older = { ...own, title: 'Before', feedWindow: 7 }
  expect(await listNotes(stack({ ...splitPublication(older) }))).toEqual([
    expect.stringContaining('The stack is older than this command'),
    expect.stringContaining('publication.json differs from what is deployed (title, feedWindow).'),
  ])
})

test('the publication.json of another publication or stack is not compared', async () => {
  const parts = (changes: object) => ({ Version: version, ...splitPublication({ ...own, ...changes }) })
  expect(await listNotes(stack(parts({ title: 'Other', tag: 'other.example,2020' })))).toEqual([])
  expect(await listNotes(stack(parts({ title: 'Other' }), 'OtherStack'))).toEqual([])
})
