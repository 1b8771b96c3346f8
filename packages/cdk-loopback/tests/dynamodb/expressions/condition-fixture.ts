export const key = { pk: 'a', sk: '1' }
export const item = {
  ...key,
  n: 5,
  word: 'hello',
  astral: '\u{1f600}',
  bytes: new Uint8Array([1, 2, 3]),
  mixed: ['x', 7, { deep: [true] }],
  nest: { egg: { n: 10 } },
  tags: new Set(['p', 'q']),
  numbers: new Set([1, 2]),
  nothing: null,
}
const values = {
  ':one': 1,
  ':five': 5,
  ':ten': 10,
  ':hello': 'hello',
  ':he': 'he',
  ':ell': 'ell',
  ':x': 'x',
  ':p': 'p',
  ':S': 'S',
  ':L': 'L',
  ':NULL': 'NULL',
  ':two': 2,
  ':bytes': new Uint8Array([1, 2, 3]),
  ':bytesStart': new Uint8Array([1, 2]),
  ':sameTags': new Set(['q', 'p']),
  ':deep': { deep: [true] },
  ':high': '\uffff',
}

/** Returns only the values that a condition names, because unused ones are refused. */
export function valuesOf(condition: string): Record<string, unknown> | undefined {
  const names = condition.match(/:\w+/g)
  return names ? Object.fromEntries(Object.entries(values).filter(([name]) => names.includes(name))) : undefined
}
