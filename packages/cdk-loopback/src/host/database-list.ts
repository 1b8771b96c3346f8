import { existsSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { sizeOf } from './check-database.ts'
import { readIfThere } from './read-if-there.ts'

/** What a data folder knows about its databases, by their path in the folder. */
export type DatabaseList = {
  /** Whether a database had data, so that a lost one is not created anew. */
  has(name: string): boolean
  add(name: string): void
  /** Whether a database is as it was when it was last closed. */
  isUnchanged(name: string): boolean
  /** Remembers how databases were when they were closed. A later start need not check them. */
  remember(names: readonly string[]): void
}

export function openDatabaseList(folder: string): DatabaseList {
  const names = readNames(folder)
  const known = readKnown(folder)
  const write = (name: string, text: string) => {
    const file = path.join(folder, name)
    writeFileSync(`${file}.new`, text, { mode: 0o600 })
    renameSync(`${file}.new`, file)
  }
  return {
    has: (name) => names.has(name),
    add: (name) => {
      if (names.has(name)) return
      names.add(name)
      write('databases', [...names].map((each) => `${each}\n`).join(''))
    },
    isUnchanged: (name) => {
      const file = path.join(folder, name)
      return known[name] !== undefined && known[name] === describe(file) && !existsSync(`${file}-wal`)
    },
    remember: (closed) => {
      const states = closed.map((name) => [name, describe(path.join(folder, name))] as const)
      write('checked', `${JSON.stringify(Object.fromEntries(states))}\n`)
    },
  }
}

/** Reads the names of the databases that have data. A folder of an earlier version has no list. */
function readNames(folder: string): Set<string> {
  const list = readIfThere(path.join(folder, 'databases'))
  const listed = (list ?? '').split('\n').filter((line) => line !== '')
  const found = readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      if (!entry.isDirectory()) return [entry.name]
      return readdirSync(path.join(folder, entry.name)).map((name) => path.join(entry.name, name))
    })
    .filter((name) => /\.sqlite$|^schedules\.db$/.test(name))
  const isUsed = (name: string) => sizeOf(path.join(folder, name)) > 0
  if (list !== undefined) return new Set([...listed, ...found.filter(isUsed)])
  return new Set(found.some(isUsed) ? found : [])
}

function readKnown(folder: string): Record<string, string> {
  try {
    return JSON.parse(readIfThere(path.join(folder, 'checked')) ?? '{}')
  } catch {
    return {}
  }
}

/** Describes a file so that a change shows. */
function describe(file: string): string | undefined {
  const stats = statSync(file, { throwIfNoEntry: false, bigint: true })
  return stats && `${stats.size} ${stats.mtimeNs}`
}
