import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readMailbox, splitMailbox } from '../../operations/mailbox.ts'

function split(text: string): readonly string[] {
  return splitMailbox(Buffer.from(text)).map(String)
}

test('an mbox has one mail after each separator', () => {
  const from = 'From MAILER-DAEMON Mon Nov 30 21:02:54 2026\n'
  const first = 'Subject: a\n\nFrom time to time\n\n>From here\n'
  expect(split(`${from}${first}\n${from}Subject: b\n\nü\n`)).toEqual([
    'Subject: a\n\nFrom time to time\n\nFrom here\n',
    'Subject: b\n\nü\n',
  ])
})

test('the separator that a mail server writes before a single mail is removed', () => {
  expect(split('From news@x.press Mon Nov  2 09:02:54 2026 +0100\r\nSubject: a\r\n\r\nb\r\n')).toEqual([
    'Subject: a\r\n\r\nb\r\n',
  ])
})

test('anything else is one mail, unchanged', () => {
  const mail = 'Subject: a\n\nFrom MAILER-DAEMON Mon Nov 30 21:02:54 2026\n>From b\n'
  expect(split(mail)).toEqual([mail])
  expect(split('')).toEqual([''])
})

test('of a Maildir, new mails are read once', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'maildir-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  for (const name of ['new', 'cur', 'tmp']) mkdirSync(path.join(folder, name))
  writeFileSync(path.join(folder, 'cur', '0.x:2,S'), 'Subject: old\n')
  for (const name of ['2.x', '1.x']) writeFileSync(path.join(folder, 'new', name), `Subject: ${name}\n`)
  const [first, ...others] = await Array.fromAsync(readMailbox(folder))
  expect([first, ...others].map((mail) => String(mail?.bytes))).toEqual(['Subject: 1.x\n', 'Subject: 2.x\n'])
  await first?.finish?.()
  expect(readdirSync(path.join(folder, 'cur')).sort()).toEqual(['0.x:2,S', '1.x:2,S'])
  expect(readdirSync(path.join(folder, 'new'))).toEqual(['2.x'])
})

test('a folder that is no Maildir cannot be read', async () => {
  await expect(Array.fromAsync(readMailbox(import.meta.dirname))).rejects.toThrow('ENOENT')
})
