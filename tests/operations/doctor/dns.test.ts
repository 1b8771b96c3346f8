import { expect, test } from 'vitest'
import { openDns } from '../../../operations/doctor/dns.ts'
import { startDnsServer, type Zone } from './dns-server.ts'

const open = async (zone: Zone) => openDns({ server: (await startDnsServer(zone)).server, timeout: 100 })
const found = (...value: string[]) => ({ kind: 'found', value })

test('the strings of a record are joined', async () => {
  const long = 'v=spf1 '.padEnd(600, 'x')
  const dns = await open({ 'TXT example.org': [long, 'other'] })
  expect(await dns.txt('example.org')).toEqual(found(long, 'other'))
})

test('mail servers are in the order of preference', async () => {
  const dns = await open({ 'MX example.org': ['20 b.example.org', '10 a.example.org'] })
  expect(await dns.mx('example.org')).toEqual(found('a.example.org', 'b.example.org'))
})

test('a name may have addresses of one kind only', async () => {
  const dns = await open({
    'A four.example': ['192.0.2.1'],
    'AAAA six.example': ['2001:db8::1'],
    'A bad.example': 'SERVFAIL',
  })
  expect(await dns.addresses('four.example')).toEqual(found('192.0.2.1'))
  expect(await dns.addresses('six.example')).toEqual(found('2001:db8::1'))
  expect(await dns.addresses('none.example')).toEqual({ kind: 'missing' })
  expect(await dns.addresses('bad.example')).toMatchObject({ kind: 'unreadable' })
})

test('a name without records of the type is missing, as is one that does not exist', async () => {
  const dns = await open({ 'TXT example.org': ['x'], 'CNAME www.example.org': ['example.org'] })
  expect(await dns.mx('example.org')).toEqual({ kind: 'missing' })
  expect(await dns.cname('www.example.org')).toEqual(found('example.org'))
  expect(await dns.txt('nowhere.example')).toEqual({ kind: 'missing' })
})

test.each([
  ['SERVFAIL', 'SERVFAIL'],
  ['REFUSED', 'REFUSED'],
  ['silence', 'TIMEOUT'],
  ['garbage', 'BADRESP'],
] as const)('%s says nothing about the name (%s)', async (failure, code) => {
  const dns = await open({ 'TXT example.org': failure })
  expect(await dns.txt('example.org')).toEqual({
    kind: 'unreadable',
    reason: `DNS did not answer about example.org (${code})`,
  })
})

test('a name that cannot exist is unreadable, not an error', async () => {
  const dns = await open({})
  expect(await dns.txt(`${'x'.repeat(70)}.example`)).toMatchObject({ kind: 'unreadable' })
})
