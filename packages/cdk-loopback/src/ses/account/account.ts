import type { Sqlite } from '../../host/sqlite.ts'
import type { ReceiptRulePlan } from '../../template/stack-plan.ts'
import type { MailFolder } from '../mail-folder.ts'
import type { AccountSettings } from './account-settings.ts'
import type { ConfigurationSets } from './configuration-set.ts'
import type { IdentityStore } from './identity-store.ts'
import type { SendingLimits } from './sending-limits.ts'
import type { SuppressionList } from './suppression-list.ts'

/** The state that the operations of the embedded SES share. */
export type Account = {
  readonly database: Sqlite
  readonly mailFolder: MailFolder
  readonly limits: SendingLimits
  readonly now: () => Date
  readonly configurationSets: ConfigurationSets
  readonly identities: IdentityStore
  readonly settings: AccountSettings
  readonly suppressions: SuppressionList
  /** The names of the rule sets for received mails. */
  readonly ruleSets: readonly string[]
  readonly receiptRules: readonly ReceiptRulePlan[]
  /** Invokes a function asynchronously. */
  readonly invokeLater: (functionArn: string, payload: string) => void
  /** In the sandbox, recipients must be verified, too. */
  readonly sandbox: boolean
  /** Whether a real relay gets the mails. */
  readonly relays: boolean
}

/** The caller: the logical id of a function, or `operator`. */
export type Caller = { readonly name: string; readonly region: string }
