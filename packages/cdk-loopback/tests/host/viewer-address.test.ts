import { expect, test } from 'vitest'
import { createViewerReader } from '../../src/host/viewer-address.ts'

const read = createViewerReader(['127.0.0.1', '10.0.0.0/8', 'fd00::/8'])

test.each([
  ['a proxy names the viewer', '127.0.0.1', '198.51.100.7', '198.51.100.7', undefined],
  ['what the viewer sent before is not trusted', '127.0.0.1', '1.1.1.1, 198.51.100.7', '198.51.100.7', '1.1.1.1'],
  ['proxies in a row', '127.0.0.1', '1.1.1.1, 198.51.100.7, 10.2.3.4', '198.51.100.7', '1.1.1.1'],
  ['a viewer who connects directly', '198.51.100.7', '1.1.1.1', '198.51.100.7', '1.1.1.1'],
  ['a proxy that names nobody', '127.0.0.1', undefined, '127.0.0.1', undefined],
  ['a proxy that names nonsense', '127.0.0.1', 'unknown', '127.0.0.1', 'unknown'],
  ['addresses with ports', '127.0.0.1', '198.51.100.7:4711', '198.51.100.7', undefined],
  ['IPv6 with a port', 'fd00::1', '[2001:db8::7]:4711', '2001:db8::7', undefined],
  ['IPv4 on an IPv6 socket', '::ffff:127.0.0.1', '::ffff:198.51.100.7', '198.51.100.7', undefined],
  ['an unknown peer', '', '198.51.100.7', '', '198.51.100.7'],
])('%s', (_name, peer, header, address, forwardedFor) => {
  expect(read(peer, header)).toEqual({ address, forwardedFor })
})

test('without trusted proxies, the header changes nothing', () => {
  expect(createViewerReader([])('127.0.0.1', '198.51.100.7').address).toBe('127.0.0.1')
})

test.each(['localhost', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', '', 'fd00::/129'])(
  'what is neither an address nor a subnet is refused: "%s"',
  (text) => {
    expect(() => createViewerReader([text])).toThrow(`${text} is neither an address nor a subnet`)
  },
)
