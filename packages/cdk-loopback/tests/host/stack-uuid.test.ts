import { statSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { keepStackUuid } from '../../src/host/stack-uuid.ts'
import { temporaryFolder } from '../template/synthesize.ts'

test('a data folder keeps its UUID, which differs from that of other folders', () => {
  const folder = temporaryFolder()
  const uuid = keepStackUuid(folder)
  expect(uuid).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
  expect(keepStackUuid(folder)).toBe(uuid)
  expect(keepStackUuid(temporaryFolder())).not.toBe(uuid)
})

test('only the owner of the folder can read the UUID', () => {
  const folder = temporaryFolder()
  keepStackUuid(folder)
  expect(statSync(path.join(folder, 'stack-uuid')).mode & 0o077).toBe(0)
})
