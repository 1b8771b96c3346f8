import { execFile } from 'node:child_process'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { GetObjectCommand, NoSuchKey, PutObjectCommand, S3Client } from '@aws-sdk/client-s3'
import PostalMime, { type Email } from 'postal-mime'
import type { Ready } from '../../bench/support/local-process.ts'
import type { Receipt } from '../../core/articles/receipt.ts'

const root = path.resolve(import.meta.dirname, '../..')

/** Calls `ask` until it returns a value. @throws {Error} after the timeout, naming the missing value */
export async function eventually<T>(what: string, ask: () => Promise<T | undefined>, timeoutMs = 20_000): Promise<T> {
  const end = Date.now() + timeoutMs
  for (;;) {
    const answer = await ask()
    if (answer !== undefined) return answer
    if (Date.now() > end) throw new Error(`Timed out waiting for ${what}`)
    await sleep(25)
  }
}

/** Returns the actions of an editor with an S3 client. */
export function editor({ aws, credentials, uploads }: Ready) {
  const s3 = new S3Client({
    endpoint: aws,
    region: 'us-east-1',
    credentials,
  })
  const readReceipt = async (key: string): Promise<Receipt | undefined> => {
    try {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: uploads, Key: `receipts/${key}.json` }))
      return JSON.parse((await Body?.transformToString()) ?? '') as Receipt // as docs/formats.md promises
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined
      throw error
    }
  }
  return {
    s3,
    upload: async (key: string, body: string | Uint8Array): Promise<void> => {
      await s3.send(new PutObjectCommand({ Bucket: uploads, Key: key, Body: body }))
    },
    receipt: (key: string): Promise<Receipt> => eventually(`the receipt of ${key}`, () => readReceipt(key)),
  }
}

/** Parses all mails that SES has accepted, oldest first. */
export async function readMails({ data }: Ready): Promise<Email[]> {
  const folder = path.join(data, 'mail')
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith('.eml')).sort()
  return Promise.all(files.map(async (file) => PostalMime.parse(await readFile(path.join(folder, file)))))
}

/** Waits for a mail to an address with a matching subject. */
export function mailTo(ready: Ready, address: string, subject: RegExp): Promise<Email> {
  return eventually(`a mail to ${address} about ${subject}`, async () =>
    (await readMails(ready)).find((mail) => mail.to?.[0]?.address === address && subject.test(mail.subject ?? '')),
  )
}

export type CommandResult = { readonly code: number; readonly stdout: string; readonly stderr: string }

/** Runs the `postrider` command in a new process. */
export async function postrider(data: string, ...words: readonly string[]): Promise<CommandResult> {
  try {
    const run = promisify(execFile)(process.execPath, ['cli/postrider.ts', '--data', data, ...words], { cwd: root })
    return { code: 0, ...(await run) }
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && 'stdout' in error && 'stderr' in error)) throw error
    return { code: Number(error.code), stdout: String(error.stdout), stderr: String(error.stderr) }
  }
}

/** Returns the link in a mail's text to a path of the site. */
export function linkIn(mail: Email, place: string): string {
  const link = new RegExp(`https?://\\S+/${place}\\?t=[^\\s)>\\]]+`).exec(mail.text ?? '')?.[0]
  if (!link) throw new Error(`The mail has no link to /${place}:\n${mail.text}`)
  return link
}
