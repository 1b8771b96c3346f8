import { describe, expect, test } from 'vitest'
import { isSpf, parseSpf, type TxtAnswer, walkSpf } from '../../../../core/diagnosis/dns/spf.ts'

describe('a record', () => {
  test.each(['v=spf1', 'v=spf1 -all', 'V=SPF1 a'])('%s is one of SPF', (text) => {
    expect(isSpf(text)).toBe(true)
  })

  test.each(['v=spf10 -all', 'v=spf1-all', ' v=spf1 -all', 'spf1 -all', 'google-site-verification=v=spf1'])(
    '%s is none (RFC 7208 §4.5)',
    (text) => {
      expect(isSpf(text)).toBe(false)
    },
  )

  test('consists of mechanisms with qualifiers, networks and a redirect', () => {
    expect(parseSpf('v=spf1 mx a:x.example/24 ip4:192.0.2.0/24 ~include:Y.example redirect=z.example')).toEqual({
      terms: [
        { qualifier: '+', mechanism: 'mx', value: undefined },
        { qualifier: '+', mechanism: 'a', value: 'x.example/24' },
        { qualifier: '+', mechanism: 'ip4', value: '192.0.2.0/24' },
        { qualifier: '~', mechanism: 'include', value: 'Y.example' },
      ],
      redirect: 'z.example',
      invalid: [],
    })
  })

  test('has no redirect next to `all`', () => {
    expect(parseSpf('v=spf1 redirect=z.example -all').redirect).toBeUndefined()
  })

  test.each([
    ['v=spf1 includes:x.example -all', 'includes:x.example'],
    ['v=spf1 include -all', 'include'],
    ['v=spf1 include:amazonses.com; -all', undefined],
    ['v=spf1 redirect=a.example redirect=b.example', 'redirect'],
    ['v=spf1 ＋all', '＋all'],
    ['v=spf1 \u0000\u001b[2J', '\u0000\u001b[2J'],
  ])('%j has an invalid term: %j', (text, term) => {
    expect(parseSpf(text).invalid).toEqual(term === undefined ? [] : [term])
  })

  test('ignores unknown modifiers', () => {
    expect(parseSpf('v=spf1 exp=why.example new=thing -all').invalid).toEqual([])
  })
})

const found = (...value: string[]): TxtAnswer => ({ kind: 'found', value })

describe('a walk', () => {
  test('names what still has to be read', () => {
    const answers = new Map([['a.example', found('v=spf1 include:B.example. include:c.example mx -all')]])
    expect(walkSpf('A.example', answers)).toEqual({ lookups: 3, unread: ['b.example', 'c.example'], broken: [] })
  })

  test('counts the lookups of included records, and not those of networks', () => {
    const answers = new Map([
      ['a.example', found('v=spf1 include:b.example ip4:192.0.2.1 ip6:2001:db8::1 all')],
      ['b.example', found('unrelated', 'v=spf1 a mx ptr exists:%{i}.x.example redirect=c.example')],
      ['c.example', found('v=spf1 include:%{d}.example')],
    ])
    expect(walkSpf('a.example', answers)).toEqual({ lookups: 7, unread: [], broken: [] })
  })

  test('reports references to domains without a single valid record, and endless ones', () => {
    const answers = new Map<string, TxtAnswer>([
      ['a.example', found('v=spf1 include:none.example include:two.example include:loop.example include:bad.example')],
      ['none.example', { kind: 'missing' }],
      ['two.example', found('v=spf1 -all', 'v=spf1 ~all')],
      ['loop.example', found('v=spf1 include:a.example')],
      ['bad.example', found('v=spf1 nonsense')],
    ])
    expect(walkSpf('a.example', answers).broken.toSorted()).toEqual([
      'a.example',
      'bad.example',
      'none.example',
      'two.example',
    ])
  })

  test('ends although the references multiply', () => {
    const many = Array.from({ length: 9 }, (_, n) => `include:d${n}.example`).join(' ')
    const names = ['a.example', ...Array.from({ length: 9 }, (_, n) => `d${n}.example`)]
    const answers = new Map(names.map((name) => [name, found(`v=spf1 ${many}`)]))
    expect(walkSpf('a.example', answers).lookups).toBe(30)
  })
})
