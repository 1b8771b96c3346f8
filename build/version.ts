import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { hash } from './freshness.ts'

const root = path.dirname(import.meta.dirname)
const file = path.join(root, 'dist', 'build-version')
/** What is deployed, without publication.json. */
const deployed = [
  'aws',
  'browser',
  'core',
  'lambdas',
  'packages/schedule-expressions/src',
  'templates',
  'package-lock.json',
]

/** Writes the version of what was built: that of the package, and the beginning of a hash of its sources. */
export async function writeVersion(): Promise<void> {
  await writeFile(file, `${await readNumber()}+${hash(deployed).slice(0, 8)}`)
}

/** Returns the version of what was built last, such as `0.2.0+1a2b3c4d`; if nothing was built, that of the package. */
export async function readVersion(): Promise<string> {
  return (await readFile(file, 'utf8').catch(() => undefined)) ?? readNumber()
}

async function readNumber(): Promise<string> {
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { version: string } // ours
  return version
}
