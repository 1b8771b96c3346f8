import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test, vi } from 'vitest'
import { openDatabase } from '../../src/ses/database.ts'
import { message, rawEmail, sesClient, startSes, temporaryFolder } from './ses-fixture.ts'

test('a mail is accepted entirely or not at all, even if the process is killed', async () => {
  const folder = await temporaryFolder()
  const server = spawn(process.execPath, [
    join(import.meta.dirname, 'serve-until-killed.ts'),
    folder,
    join(folder, 'mail'),
  ])
  const [url] = await once(server.stdout, 'data')
  const client = sesClient(String(url).trim())

  const answered: (string | undefined)[] = []
  const body = Buffer.concat([message(), Buffer.alloc(50_000, 'text text\r\n')])
  const sendUntilDead = async (): Promise<void> => {
    for (;;) {
      const { MessageId } = await client.send(rawEmail({ RawMessage: { Data: body }, ConfigurationSetName: 'main' }))
      answered.push(MessageId)
      if (answered.length === 150) server.kill('SIGKILL')
    }
  }
  await Promise.allSettled(Array.from({ length: 8 }, sendUntilDead))

  const { ses, files, read } = await startSes({ folder })
  const mails = ses.mails({ limit: 10_000 })
  expect(mails.map(({ id }) => id)).toEqual(expect.arrayContaining(answered))
  expect(mails.map(({ file }) => file).sort()).toEqual(await files())
  for (const { file, size } of mails) expect((await read(file)).length).toBe(size)
  const events = ses
    .pendingEvents(100_000)
    .map(({ event }) => event as { eventType: string; mail: { messageId: string } }) // as composed
  for (const type of ['Send', 'Delivery']) {
    const ids = events.filter(({ eventType }) => eventType === type).map(({ mail }) => mail.messageId)
    expect(ids.sort()).toEqual(mails.map(({ id }) => id).sort())
  }
})

test('a mail whose events cannot be recorded is not accepted', async () => {
  const folder = await temporaryFolder()
  const database = openDatabase(folder)
  database.statement("CREATE TRIGGER full BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'full'); END").run()
  database.close()
  const { ses, send, files } = await startSes({ folder })
  const log = vi.spyOn(console, 'error').mockImplementation(() => {})
  await expect(send({ ConfigurationSetName: 'main' })).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } })
  log.mockRestore()
  expect([await files(), ses.mails({ limit: 9 })]).toEqual([[], []])
  await send({})
  expect(await files()).toHaveLength(1)
})

test('a mail that was written but not accepted is removed at the next start; other files stay', async () => {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'mail'))
  for (const name of ['20260101T000000000Z-00000001-x.eml', '20260101T000000000Z-00000002-y.eml.part', 'notes.txt']) {
    await writeFile(join(folder, 'mail', name), 'x')
  }
  const { files } = await startSes({ folder })
  expect(await files()).toEqual(['notes.txt'])
})

test('mails and events survive a restart, and file names continue', async () => {
  const first = await startSes({ now: () => new Date('2026-03-02T00:00:00Z') })
  await first.send({ ConfigurationSetName: 'main' })
  const before = { mails: first.ses.mails({ limit: 9 }), events: first.events() }
  await first.stop()
  const second = await startSes({ folder: first.folder, now: () => new Date('2026-03-01T00:00:00Z') })
  expect({ mails: second.ses.mails({ limit: 9 }), events: second.events() }).toEqual(before)
  await second.send()
  expect((await second.files()).map((file) => file.slice(0, 28))).toEqual([
    '20260302T000000000Z-00000001',
    '20260302T000000000Z-00000002',
  ])
})
