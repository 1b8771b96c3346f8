import { statSync } from 'node:fs'
import { CommandFailure } from '../../../operations/command-failure.ts'

/** @throws {CommandFailure} if a folder cannot be watched */
export function checkFolder(folder: string): void {
  const about = statOrFail(folder)
  if (!about.isDirectory()) throw new CommandFailure(`Cannot watch ${folder}: it is not a folder.`)
}

function statOrFail(folder: string) {
  try {
    return statSync(folder)
  } catch (cause) {
    throw new CommandFailure(`Cannot watch ${folder}: there is no such folder, or it cannot be read.`, 1, { cause })
  }
}
