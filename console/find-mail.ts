import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { ConsoleSources, Mail, MailBox } from './console-sources.ts'

const pageSize = 1000

/** Looks a mail up among those that were captured, so that no id can name any other file. */
export function findMail(ses: MailBox, id: string): Mail | undefined {
  let mails = ses.mails({ limit: pageSize })
  for (;;) {
    const found = mails.find((mail) => mail.id === id)
    const oldest = mails.at(-1)
    if (found || !oldest) return found
    mails = ses.mails({ limit: pageSize, before: oldest.id })
  }
}

/** A captured mail with its bytes; undefined if there is none of that id, or if its file was removed. */
export async function loadMail(
  { ses, mailFolder }: ConsoleSources,
  id: string,
): Promise<{ readonly mail: Mail; readonly bytes: Buffer } | undefined> {
  const mail = findMail(ses, id)
  const bytes = mail && (await readFile(path.join(mailFolder, mail.file)).catch(absent))
  return bytes && { mail, bytes }
}

function absent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}
