import { readdir, readFile, rename, stat } from 'node:fs/promises'
import path from 'node:path'

/** A mail on this machine. */
export type StoredMail = {
  /** For messages: its file, or the file and its number in it. */
  readonly name: string
  readonly bytes: Buffer
  /** Notes that it was handled, so that it is not read again. */
  readonly finish?: () => Promise<void>
}

/**
 * Reads a file with one mail, an mbox with several, or a Maildir. Of a Maildir, only new mails are read; handled ones
 * move from `new` to `cur`, as mail programs do. @throws if it cannot be read
 */
export async function* readMailbox(given: string): AsyncGenerator<StoredMail> {
  if (!(await stat(given)).isDirectory()) {
    const mails = splitMailbox(await readFile(given))
    for (const [index, bytes] of mails.entries())
      yield { name: mails.length === 1 ? given : `${given}, mail ${index + 1}`, bytes }
    return
  }
  const folder = path.join(given, 'new')
  for (const name of (await readdir(folder)).filter((each) => !each.startsWith('.')).sort()) {
    const file = path.join(folder, name)
    const finish = () => rename(file, path.join(given, 'cur', `${name.replace(/:2,.*$/, '')}:2,S`))
    yield { name: file, bytes: await readFile(file), finish }
  }
}

/** The line before each mail of an mbox: `From MAILER-DAEMON Mon Nov 30 21:02:54 2026`. */
const separator = /^From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} [\d ]\d \d{2}:\d{2}(?::\d{2})? .*\d{4}\r?$/
const newline = '\n'

/** Splits an mbox into its mails. Anything else is one mail. */
export function splitMailbox(bytes: Buffer): readonly Buffer[] {
  const lines = bytes.toString('latin1').split(newline)
  if (!separator.test(lines[0] ?? '')) return [bytes]
  const mails: string[][] = []
  for (const [index, line] of lines.entries()) {
    if (separator.test(line) && (index === 0 || lines[index - 1]?.trim() === '')) mails.push([])
    else mails.at(-1)?.push(line.replace(/^>(>*From )/, '$1')) // as mboxrd quotes lines of the mail
  }
  return mails.map((mail) => Buffer.from(mail.join(newline), 'latin1'))
}
