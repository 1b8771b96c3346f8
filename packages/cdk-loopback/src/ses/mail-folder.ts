import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type MailFolder = {
  /** Writes a file atomically. Removes it again if `commit` fails. */
  add(file: string, content: Buffer, commit: () => void): void
}

/** Opens the folder of captured mails. Removes mails that were not fully accepted when the process died. */
export function openMailFolder(folder: string, accepted: ReadonlySet<string>): MailFolder {
  mkdirSync(folder, { recursive: true })
  for (const file of readdirSync(folder)) {
    const unaccepted = file.endsWith('.eml') && !accepted.has(file)
    if (unaccepted || file.endsWith('.eml.part')) rmSync(join(folder, file))
  }
  return {
    add: (file, content, commit) => {
      const path = join(folder, file)
      try {
        writeFileSync(`${path}.part`, content)
        renameSync(`${path}.part`, path)
        commit()
      } catch (error) {
        for (const each of [`${path}.part`, path]) rmSync(each, { force: true })
        throw error
      }
    },
  }
}
