import { type AnyNode, parse } from 'acorn'
import { isNode } from './check-code.ts'

type Inserted = { before: string; after: string }

/**
 * Makes code call a function at the start of each of its functions and of each round of its loops, without moving its lines.
 * @param call a call expression: `count()`
 * @throws {SyntaxError} if the code does not parse
 */
export function countSteps(code: string, call: string): string {
  const inserted = new Map<number, Inserted>()
  const at = (offset: number): Inserted => {
    const place = inserted.get(offset) ?? { before: '', after: '' }
    inserted.set(offset, place)
    return place
  }
  const surround = (node: AnyNode, start: string, end: string, visit: () => void) => {
    at(node.start).after += start
    visit()
    at(node.end).before += end
  }
  const visit = (node: AnyNode): void => {
    const body = bodyOf(node)
    for (const child of Object.values(node).flat().filter(isNode)) {
      const visitChild = () => visit(child)
      if (child !== body) visitChild()
      else if (child.type === 'BlockStatement') {
        at(child.start + 1).after += `${call};`
        visitChild()
      } else if (node.type === 'ArrowFunctionExpression') surround(child, `(${call},`, ')', visitChild)
      else surround(child, `{${call};`, '}', visitChild)
    }
  }
  visit(parse(code, { ecmaVersion: 'latest' }))
  let result = ''
  let copied = 0
  for (const [offset, { before, after }] of [...inserted].sort(([one], [other]) => one - other)) {
    result += code.slice(copied, offset) + before + after
    copied = offset
  }
  return result + code.slice(copied)
}

const repeated: ReadonlySet<string> = new Set([
  ...['WhileStatement', 'DoWhileStatement', 'ForStatement', 'ForInStatement', 'ForOfStatement'],
  ...['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'],
])

/** Returns the part of a function or loop that runs many times. */
function bodyOf(node: AnyNode): unknown {
  return repeated.has(node.type) && 'body' in node ? node.body : undefined
}
