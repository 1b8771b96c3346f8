import type { OpenFile } from '../host/database-file.ts'
import { openSqlite, type Sqlite } from '../host/sqlite.ts'
import { settingsSchema } from './account/account-settings.ts'
import { identitySchema } from './account/identity-store.ts'
import { suppressionSchema } from './account/suppression-list.ts'
import { eventSchema } from './event-outbox.ts'
import { mailSchema } from './mail-log.ts'
import { relaySchema } from './relay/relay-queue.ts'

const schema = mailSchema + eventSchema + relaySchema + identitySchema + settingsSchema + suppressionSchema

/** Opens the state of the embedded SES, creating what is missing. A committed transaction survives the process. */
export const openDatabase = (folder: string, openFile?: OpenFile): Sqlite =>
  openSqlite(folder, 'ses.sqlite', schema, openFile)
