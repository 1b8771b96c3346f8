import type { Reading } from '../deployment/account-facts.ts'
import { type Finding, fault, judge, ok } from './finding.ts'

/** What keeps a local stack from storing anything. */
export type StorageState = {
  /** Says which disk is full. */
  readonly full?: string
  /** Each damaged database, with a text that names it and says what is wrong. */
  readonly damaged: readonly { readonly file: string; readonly text: string }[]
}

/** Judges the storage of a local stack. AWS takes care of that of a deployed one. */
export function judgeStorage(reading: Reading<StorageState>): readonly Finding[] {
  return judge(
    'storage',
    reading,
    ({ full, damaged }) => {
      const faults = damaged.map(({ file, text }) => fault('storage.damaged', text, { fix: adviseRestore(file) }))
      if (full !== undefined) faults.push(fault('storage.full', `${full}.`, { fix: adviseRoom }))
      return faults.length > 0 ? faults : [ok('storage', 'The disk has room, and every database can be read.')]
    },
    () => [ok('storage', 'AWS stores the data of this stack.')],
  )
}

/** Says what to do about a full disk. */
export const adviseRoom = 'Free some space. What waits continues by itself; repeat what failed.'

/** Says what to do about a damaged database. Only the logs may be lost: everything else belongs together. */
export function adviseRestore(file: string): string {
  if (/[\\/]logs\.sqlite$/.test(file))
    return 'If you need no logs of earlier runs: stop Postrider, delete the folder `logs` of the data folder and its line in the file `databases`, and start again.'
  return 'Stop Postrider, and restore a backup of the whole data folder with `postrider restore`. Do not delete the database: links in mails would end, and readers would be lost. docs/data-folder.md says more.'
}
