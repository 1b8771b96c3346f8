import { expect, test } from 'vitest'
import { readCsv } from '../../../operations/subscribers/read-csv.ts'
import { temporaryFile } from '../../cli/subscribers/temporary-file.ts'

async function read(text: string | Buffer) {
  const file = await temporaryFile('list.csv', text)
  const skipped: number[] = []
  let bytes = 0
  const records = await Array.fromAsync(
    readCsv(file, {
      skip: (line) => void skipped.push(line),
      bytes: (count) => {
        bytes += count
      },
    }),
  )
  return { records: records.map(({ record, info }) => ({ email: record.email, line: info.lines })), skipped, bytes }
}

test.each([
  ['semicolons, as a German Excel writes them', 'Name;E-Mail\nAda;ada@example.org\n', 2],
  ["Excel's line sep=;", 'sep=;\r\nemail;name\r\nada@example.org;Ada\r\n', 3],
  ["Excel's line after a byte order mark", '\ufeffsep=\t\nemail\tname\nada@example.org\tAda\n', 3],
  ['tabs', 'Name\tEmail\nAda\tada@example.org\n', 2],
  ['a byte order mark', '\ufeffemail,name\nada@example.org,Ada\n', 2],
  ['UTF-16', Buffer.from('\ufeffemail,name\nada@example.org,Ada\n', 'utf16le'), 2],
  ['UTF-16 with the high byte first', Buffer.from('\ufeffemail,name\nada@example.org,Ada\n', 'utf16le').swap16(), 2],
  ['Windows line ends and an empty line', 'email,name\r\n\r\nada@example.org,Ada\r\n', 3],
  ['too many cells', 'name,email\nAda,ada@example.org,1,2\n', 2],
  ['a line break and quotes in a name', 'name,email\n"Ada\n""the"" countess",ada@example.org\n', 3],
  ['stray quotes', 'name,email\nAda "the countess",ada@example.org\n', 2],
  ['spaces around the names of columns', 'email , name\nada@example.org,Ada\n', 2],
  ['names in Latin-1', Buffer.from('email,name\nada@example.org,J\xf6rg\n', 'latin1'), 2],
])('a file with %s is read', async (_what, text, line) => {
  expect(await read(text)).toMatchObject({
    records: [{ email: 'ada@example.org', line }],
    skipped: [],
    bytes: Buffer.byteLength(text),
  })
})

test('a quote that is never closed loses only its own line', async () => {
  const rest = Array.from({ length: 1_500 }, (_, n) => `${n}@example.org,Ann\n`).join('')
  const { records, skipped } = await read(`email,name\nada@example.org,Ada\neve@example.org,"Eve\n${rest}`)
  expect([records.length, skipped]).toEqual([1_501, [3]])
  const quoted = await read('email,name\neve@example.org,"Eve\nada@example.org,"Ada"\nbob@example.org,"Bob\n')
  expect([quoted.records.map(({ email }) => email), quoted.skipped]).toEqual([['ada@example.org'], [2, 4]])
})

test('a record that is not CSV is skipped, and the others are read', async () => {
  const { records, skipped } = await read('email,name\nada@example.org,Ada\n"eve@example.org,Eve\n')
  expect(records).toEqual([{ email: 'ada@example.org', line: 2 }])
  expect(skipped).toHaveLength(1)
})

test.each([
  ['without a column of addresses', 'name,phone\nAda,1\n', 'no column is named "email"'],
  ['with only a different header', 'name,phone\n', 'no column is named "email"'],
  ['that is empty', '', 'it is empty'],
])('a file %s is refused with the reason', async (_what, text, reason) => {
  await expect(read(text)).rejects.toThrow(reason)
})

test('the error for a missing file names it', async () => {
  const records = Array.fromAsync(readCsv('/nowhere.csv', { skip: () => {} }))
  await expect(records).rejects.toThrow('Cannot import /nowhere.csv: there is no such file.')
})
