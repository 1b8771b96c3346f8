import { expect, test } from 'vitest'
import { packNumbers, packPairs } from '../../build/pack-tables.ts'

test('long lists of numbers are the same after packing, and short ones stay as they are', () => {
  const lists = [
    Array.from({ length: 64 }, (_, index) => 0x206166 + index * 7919),
    Array.from({ length: 256 }, (_, index) => 255 - index),
    [0x20, 0, 0xffffff, ...Array<number>(30).fill(1)],
  ]
  const hexadecimal = lists.map((list) => `[\n  ${list.map((number) => `0x${number.toString(16)}`).join(', ')},\n]`)
  const code = packNumbers(`return [${hexadecimal.join(', ')}, [1, 2]];`)
  expect(code).toMatch(
    /^return \[unpackNumbers\("[^"]+"\), unpackBytes\("[^"]+"\), unpackNumbers\("[^"]+"\), \[1, 2\]\];/,
  )
  expect(new Function(code)()).toEqual([...lists, [1, 2]])
})

test('pairs that contain the separator are refused', () => {
  expect(packPairs(new Map([['ß', 'ss']]))).toContain('"ß~ss"')
  expect(() => packPairs(new Map([['∼', '~']]))).toThrow('A pair contains "~"')
})
