import type { DatabaseSync } from 'node:sqlite'
import type { MailFolder } from './mail-folder.ts'
import type { SendingLimits } from './sending-limits.ts'

/** What the operations of the embedded SES work on. */
export type Account = {
  readonly database: DatabaseSync
  readonly mailFolder: MailFolder
  readonly limits: SendingLimits
  readonly now: () => Date
  /** Those that exist; undefined: any name will do. */
  readonly configurationSets: readonly string[] | undefined
  /** Verified addresses and domains; undefined: everybody is verified. */
  readonly identities: readonly string[] | undefined
  /** Whether a real relay is to have the mails, too. */
  readonly forwards: boolean
}

/** Who asks, from the SigV4 credential scope. */
export type Caller = { readonly accessKey: string; readonly region: string }
