import type { Reading } from '../deployment/account-facts.ts'
import { type Finding, fault, judge, ok } from './finding.ts'

/** What keeps a local stack from storing anything. */
export type StorageState = {
  /** Says which disk is full. */
  readonly full?: string
  readonly damaged: readonly Damage[]
}

/** A database that cannot be used. `text` names it and says what is wrong. `isLocked`: this user may not read and write it. */
type Damage = { readonly file: string; readonly text: string; readonly isLocked: boolean }

/** Judges the storage of a local stack. AWS takes care of that of a deployed one. */
export function judgeStorage(reading: Reading<StorageState>): readonly Finding[] {
  return judge(
    'storage',
    reading,
    ({ full, damaged }) => {
      const faults = damaged.map((each) => fault('storage.damaged', each.text, { fix: adviseRestore(each) }))
      if (full !== undefined) faults.push(fault('storage.full', `${full}.`, { fix: adviseRoom }))
      return faults.length > 0 ? faults : [ok('storage', 'The disk has room, and every database can be read.')]
    },
    () => [ok('storage', 'AWS stores the data of this stack.')],
  )
}

/** Says what to do about a full disk. */
export const adviseRoom = 'Free some space. What waits continues by itself; repeat what failed.'

/** Says what to do about a damaged database. Only the logs may be lost: everything else belongs together. */
export function adviseRestore({ file, isLocked }: Pick<Damage, 'file' | 'isLocked'>): string {
  if (isLocked) return 'Let the user who runs Postrider read and write it, then start again. The data may be intact.'
  if (/[\\/]logs\.sqlite$/.test(file))
    return 'If you need no logs of earlier runs: stop Postrider, delete the folder `logs` of the data folder and its line in the file `databases`, and start again.'
  return 'Stop Postrider, and restore a backup of the whole data folder with `postrider restore`. Do not delete the database: links in mails would end, and readers would be lost. docs/data-folder.md says more.'
}

/** Removes the advice to render pages or feeds again, which cannot help while nothing can be stored. */
export function withoutRebuild(findings: readonly Finding[], reading: Reading<StorageState>): readonly Finding[] {
  const isReading = reading.kind === 'found' && reading.value.damaged.length > 0
  return findings.map((finding) =>
    isReading && finding.copy?.some((each) => each.endsWith(' rebuild'))
      ? { ...finding, fix: 'First repair the storage of the local stack, as its own finding says.', copy: [] }
      : finding,
  )
}
