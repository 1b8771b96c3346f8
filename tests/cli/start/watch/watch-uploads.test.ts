import { chmodSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { identifyFolder } from '../../../../cli/start/watch/watch-uploads.ts'
import { withoutRoot } from '../../../operations/uploads/without-root.ts'

test('a folder is watched anew when it is back, when another one is in its place, and when it was closed to us', () => {
  const parent = mkdtempSync(path.join(tmpdir(), 'watch-'))
  onTestFinished(() => rmSync(parent, { recursive: true }))
  chmodSync(parent, 0o755)
  const folder = path.join(parent, 'articles')
  expect(identifyFolder(folder)).toBe('')
  mkdirSync(folder)
  const first = identifyFolder(folder)
  expect(first).not.toBe('')
  chmodSync(folder, 0)
  const closed = withoutRoot(() => identifyFolder(folder))
  chmodSync(folder, 0o755)
  expect(closed).toBe('')
  expect(identifyFolder(folder)).toBe(first)
  renameSync(folder, `${folder}.old`)
  mkdirSync(folder)
  expect(identifyFolder(folder)).not.toBe(first)
})
