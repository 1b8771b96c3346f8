import type { Sqlite } from '../../host/sqlite.ts'

/** Why an address is on the account's suppression list, as SES writes it. */
export type SuppressionReason = 'BOUNCE' | 'COMPLAINT'

export type SuppressedAddress = {
  readonly address: string
  readonly reason: SuppressionReason
  /** Milliseconds since 1970. */
  readonly at: number
  /** The mail that caused it, and the report about that mail; undefined if the operator added the address. */
  readonly messageId?: string | undefined
  readonly feedbackId?: string | undefined
}

export type SuppressionQuery = {
  readonly reasons: readonly SuppressionReason[]
  /** Milliseconds since 1970. */
  readonly from: number
  readonly until: number
  /** Lists addresses after this one. */
  readonly after: string
  readonly limit: number
}

/** The account's suppression list. Addresses compare without case. */
export type SuppressionList = {
  get(address: string): SuppressedAddress | undefined
  put(suppressed: SuppressedAddress): void
  /** Returns whether the address was on the list. */
  remove(address: string): boolean
  /** In the order of addresses. */
  list(query: SuppressionQuery): readonly SuppressedAddress[]
}

export const suppressionSchema = `
  CREATE TABLE IF NOT EXISTS suppressions (
    address TEXT PRIMARY KEY, reason TEXT NOT NULL, at INTEGER NOT NULL, messageId TEXT, feedbackId TEXT
  ) STRICT;`

export function openSuppressionList(database: Sqlite): SuppressionList {
  const select = database.statement('SELECT * FROM suppressions WHERE address = ?')
  return {
    get: (address) => {
      const row = select.get(address.toLowerCase())
      return row && readRow(row)
    },
    put: ({ address, reason, at, messageId = null, feedbackId = null }: Nullable) =>
      void database
        .statement('INSERT OR REPLACE INTO suppressions VALUES (:address, :reason, :at, :messageId, :feedbackId)')
        .run({ address: address.toLowerCase(), reason, at, messageId, feedbackId }),
    remove: (address) =>
      database.statement('DELETE FROM suppressions WHERE address = ?').run(address.toLowerCase()).changes > 0,
    list: ({ reasons, ...range }) =>
      database
        .statement(`
          SELECT * FROM suppressions
          WHERE address > :after AND at >= :from AND at <= :until AND reason IN (SELECT value FROM json_each(:reasons))
          ORDER BY address LIMIT :limit`)
        .all({ ...range, reasons: JSON.stringify(reasons) })
        .map(readRow),
  }
}

type Nullable = Omit<SuppressedAddress, 'messageId' | 'feedbackId'> & {
  readonly messageId?: string | null | undefined
  readonly feedbackId?: string | null | undefined
}

function readRow(row: Readonly<Record<string, unknown>>): SuppressedAddress {
  return {
    address: String(row.address),
    reason: row.reason === 'COMPLAINT' ? 'COMPLAINT' : 'BOUNCE',
    at: Number(row.at),
    messageId: row.messageId === null ? undefined : String(row.messageId),
    feedbackId: row.feedbackId === null ? undefined : String(row.feedbackId),
  }
}
