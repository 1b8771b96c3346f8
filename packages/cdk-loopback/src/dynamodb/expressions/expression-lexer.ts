type TokenType = 'name' | 'nameRef' | 'valueRef' | 'number' | 'symbol' | 'end' | 'unknown'
export type Token = { readonly type: TokenType; readonly text: string; readonly start: number; readonly end: number }

const pattern =
  /\s*(?:(?<name>[A-Za-z_]\w*)|(?<nameRef>#\w+)|(?<valueRef>:\w+)|(?<number>\d+)|(?<symbol><>|<=|>=|[=<>()[\].,+-])|(?<unknown>\S))/gy

/** The tokens of an expression. Only the last one is an `end`; what belongs to no expression is `unknown`. */
export function readTokens(expression: string): readonly Token[] {
  const tokens: Token[] = []
  for (const { groups = {}, index, 0: whole } of expression.matchAll(pattern)) {
    const [type, text = ''] = Object.entries(groups).find(([, matched]) => matched !== undefined) ?? []
    const end = index + whole.length
    tokens.push({ type: type as TokenType, text, start: end - text.length, end }) // the groups are named like the types
  }
  const end = expression.length
  return [...tokens, { type: 'end', text: '<EOF>', start: end, end }]
}
