import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { ConsoleSources, Mail, MailBox } from '../console-sources.ts'

const pageSize = 1000

/** Finds a captured mail by id. A lookup makes sure that an id cannot name any other file. */
function findMail(ses: MailBox, id: string): Mail | undefined {
  let mails = ses.mails({ limit: pageSize })
  for (;;) {
    const match = mails.find((mail) => mail.id === id)
    const oldest = mails.at(-1)
    if (match || !oldest) return match
    mails = ses.mails({ limit: pageSize, before: oldest.id })
  }
}

/** Loads a captured mail with its bytes. Returns undefined if no mail has the id or if its file was deleted. */
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
