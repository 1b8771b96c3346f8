import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import { startConsole } from '../../console/console-server.ts'
import type { Mail } from '../../console/console-sources.ts'
import { type Contents, memoryMailBox, memoryStack } from './memory-stack.ts'

/** A captured mail; `content` is its file. */
export type SampleMail = Partial<Mail> & { readonly content: string | Buffer }

type ConsoleContents = Contents & { readonly mails?: readonly SampleMail[] }

/** Serves a console with these contents until the test ends. @param contents mails and events are newest first */
export async function openConsole(contents: ConsoleContents = {}) {
  const mailFolder = await mkdtemp(path.join(tmpdir(), 'postrider-console-'))
  onTestFinished(() => rm(mailFolder, { recursive: true }))
  const { mails = [] } = contents
  const captured = mails.map(capture)
  for (const [n, { file }] of captured.entries()) await writeFile(path.join(mailFolder, file), mails[n]?.content ?? '')
  const memory = memoryStack(contents)
  const { stack } = memory
  const viewer = await startConsole({
    port: 0,
    stack,
    diagnose: async () => [],
    patience: Number.POSITIVE_INFINITY,
    ses: memoryMailBox(captured),
    mailFolder,
  })
  onTestFinished(() => viewer.close())
  const ask = (at: string, init?: RequestInit) => fetch(viewer.url + at, { redirect: 'manual', ...init })
  return { ...memory, url: viewer.url, mailFolder, ask, read: async (at: string) => (await ask(at)).text() }
}

function capture({ content, ...changes }: SampleMail, n: number): Mail {
  const id = changes.id ?? `mail-${n}`
  return {
    id,
    at: '2026-03-01T06:00:30.000Z',
    source: 'news@night-mail.example.org',
    destinations: ['ada@example.org'],
    subject: `Mail ${n}`,
    tags: {},
    file: `${n}-${id}.eml`,
    size: Buffer.byteLength(content),
    ...changes,
  }
}
