import type { Sqlite } from '../host/sqlite.ts'

/** A mail that SES has accepted. */
export type CapturedMail = {
  /** The SES message id. */
  readonly id: string
  /** ISO 8601, UTC. */
  readonly at: string
  readonly source: string
  readonly destinations: readonly string[]
  readonly subject: string
  readonly configurationSet?: string
  readonly tags: Readonly<Record<string, string>>
  /** Name within the mail folder. */
  readonly file: string
  /** Bytes. */
  readonly size: number
}

/** Number of recipients per kind of feedback. */
export type Feedback = { readonly bounces: number; readonly complaints: number; readonly rejects: number }

type MailRow = {
  readonly id: string
  readonly at: number
  readonly source: string
  readonly destinations: string
  readonly subject: string
  readonly configurationSet: string | null
  readonly tags: string
  readonly file: string
  readonly size: number
}

/** `recipientsSoFar` counts the recipients of all mails up to this one, so that counting any period takes two look-ups. */
export const mailSchema = `
  CREATE TABLE IF NOT EXISTS mails (
    seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, at INTEGER NOT NULL, source TEXT NOT NULL,
    destinations TEXT NOT NULL, subject TEXT NOT NULL, configurationSet TEXT, tags TEXT NOT NULL,
    file TEXT NOT NULL UNIQUE, size INTEGER NOT NULL, recipients INTEGER NOT NULL, recipientsSoFar INTEGER NOT NULL,
    bounces INTEGER NOT NULL, complaints INTEGER NOT NULL, rejects INTEGER NOT NULL
  ) STRICT;
  CREATE INDEX IF NOT EXISTS mailsByTime ON mails (at, seq);`

/** Returns the file name of the next mail. Names sort by acceptance, even if the clock was moved back. */
export function nextFile(database: Sqlite, id: string, at: Date): string {
  const last = database.statement('SELECT seq, file FROM mails ORDER BY seq DESC LIMIT 1').get()
  const lastTime = String(last?.file ?? '').split('-', 1)[0] ?? ''
  const time = [at.toISOString().replaceAll(/[-:.]/g, ''), lastTime].toSorted().at(-1)
  const seq = String(Number(last?.seq ?? 0) + 1).padStart(8, '0')
  return `${time}-${seq}-${id}.eml`
}

export function addMail(database: Sqlite, mail: CapturedMail, feedback: Feedback): void {
  const last = database.statement('SELECT seq, recipientsSoFar FROM mails ORDER BY seq DESC LIMIT 1').get()
  const recipients = mail.destinations.length
  database
    .statement(`
      INSERT INTO mails VALUES (:seq, :id, :at, :source, :destinations, :subject, :configurationSet, :tags, :file, :size,
        :recipients, :recipientsSoFar, :bounces, :complaints, :rejects)`)
    .run({
      ...mail,
      ...feedback,
      seq: Number(last?.seq ?? 0) + 1,
      at: Date.parse(mail.at),
      destinations: JSON.stringify(mail.destinations),
      configurationSet: mail.configurationSet ?? null,
      tags: JSON.stringify(mail.tags),
      recipients,
      recipientsSoFar: Number(last?.recipientsSoFar ?? 0) + recipients,
    })
}

export function acceptedFiles(database: Sqlite): ReadonlySet<string> {
  return new Set(
    database
      .statement('SELECT file FROM mails')
      .all()
      .map(({ file }) => String(file)),
  )
}

export function getMail(database: Sqlite, id: string): CapturedMail | undefined {
  const row = database
    .statement(`
      SELECT id, at, source, destinations, subject, configurationSet, tags, file, size FROM mails WHERE id = ?`)
    .get(id)
  return row && readRow(row as MailRow) // MailRow lists the columns selected
}

/** Adds a report about a number of recipients to the statistics. */
export function addFeedback(database: Sqlite, id: string, report: 'bounce' | 'complaint', recipients: number) {
  const column = report === 'bounce' ? 'bounces' : 'complaints'
  database.statement(`UPDATE mails SET ${column} = ${column} + ? WHERE id = ?`).run(recipients, id)
}

/** Lists mails, newest first. With `before`, lists only mails that are older than the mail with that id. */
export function listMails(database: Sqlite, limit: number, before?: string): readonly CapturedMail[] {
  const rows = database
    .statement(`
      SELECT id, at, source, destinations, subject, configurationSet, tags, file, size FROM mails
      WHERE :before IS NULL OR seq < (SELECT seq FROM mails WHERE id = :before) ORDER BY seq DESC LIMIT :limit`)
    .all({ limit, before: before ?? null })
  return rows.map((row) => readRow(row as MailRow)) // MailRow lists the columns selected
}

function readRow({ configurationSet, ...row }: MailRow): CapturedMail {
  return {
    ...row,
    at: new Date(row.at).toISOString(),
    destinations: JSON.parse(row.destinations),
    tags: JSON.parse(row.tags),
    ...(configurationSet === null ? {} : { configurationSet }),
  }
}
