import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'

/** Returns the path of a file in a temporary folder, which is removed after the test. */
export async function temporaryFile(name: string, content?: string | Buffer): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'postrider-cli-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = path.join(folder, name)
  if (content !== undefined) await writeFile(file, content)
  return file
}
