import type { DatabaseSync } from 'node:sqlite'
import type { MailFolder } from './mail-folder.ts'
import type { SendingLimits } from './sending-limits.ts'

/** The state that the operations of the embedded SES share. */
export type Account = {
  readonly database: DatabaseSync
  readonly mailFolder: MailFolder
  readonly limits: SendingLimits
  readonly now: () => Date
  /** The existing configuration sets; undefined accepts any name. */
  readonly configurationSets: readonly string[] | undefined
  /** Verified addresses and domains; undefined means that every sender is verified. */
  readonly identities: readonly string[] | undefined
  /** Whether a real relay also gets the mails. */
  readonly forwards: boolean
}

/** The caller: the logical id of a function, or `operator`. */
export type Caller = { readonly name: string; readonly region: string }
