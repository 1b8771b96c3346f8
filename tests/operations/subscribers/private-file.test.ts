import { once } from 'node:events'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { writePrivately } from '../../../operations/subscribers/private-file.ts'

test('a file that others could read becomes private when it is written again', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'private-file-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = path.join(folder, 'list.csv')
  await writeFile(file, 'old and longer', { mode: 0o644 })
  const stream = writePrivately(file).end('new')
  await once(stream, 'close')
  expect(await readFile(file, 'utf8')).toBe('new')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
})

test('what is no file keeps its permissions', async () => {
  const { mode } = await stat('/dev/null')
  await once(writePrivately('/dev/null').end('new'), 'close')
  expect((await stat('/dev/null')).mode).toBe(mode)
})
