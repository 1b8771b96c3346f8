import type { Finding } from '../core/diagnosis/finding.ts'
import type { RelayState } from '../core/diagnosis/judge-relay.ts'
import type { StorageState } from '../core/diagnosis/judge-storage.ts'
import type { Stack } from '../operations/stack.ts'

/** A captured mail. */
export type Mail = {
  /** SES message id, which the console treats as opaque. */
  readonly id: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly source: string
  readonly destinations: readonly string[]
  readonly subject: string
  readonly tags: Readonly<Record<string, string>>
  /** File name within the mail folder. */
  readonly file: string
  /** Bytes. */
  readonly size: number
}

export type MailBox = {
  /** Lists mails, newest first. With `before`, only those older than the mail with that id. */
  mails(options: { readonly limit: number; readonly before?: string }): readonly Mail[]
  /** What the mail server is doing that gets the mails; undefined if they stay on this machine. */
  relayState?(): RelayState | undefined
}

/** The data that the pages show. */
export type ConsoleSources = {
  readonly stack: Stack
  readonly ses: MailBox
  /** Folder of the captured mails as `.eml` files. */
  readonly mailFolder: string
  /** Default: what `postrider doctor` does. */
  readonly diagnose?: (stack: Stack) => Promise<readonly Finding[]>
  /** Milliseconds that the first page waits for each of its parts. Default: 150. */
  readonly patience?: number
  /** Reads what keeps the stack from storing anything. Default: nothing can. */
  readonly readStorage?: () => StorageState | Promise<StorageState>
}
