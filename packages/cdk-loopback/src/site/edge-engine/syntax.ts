import type { AnyNode, AssignmentProperty, Function as FunctionNode, Literal, Property } from 'acorn'
import type { EdgeRuntime } from './builtins.ts'

/** Where a node is in the code. */
export type Place = {
  /** The nodes around it, outermost first. */
  readonly ancestors: readonly AnyNode[]
  readonly runtime: EdgeRuntime
}

/** Statements and expressions of ES 5.1 that may have any form; their parts are checked on their own. */
const plain: ReadonlySet<string> = new Set([
  ...['Program', 'ExpressionStatement', 'BlockStatement', 'EmptyStatement', 'ReturnStatement', 'LabeledStatement'],
  ...['BreakStatement', 'ContinueStatement', 'IfStatement', 'SwitchStatement', 'SwitchCase', 'ThrowStatement'],
  ...['TryStatement', 'WhileStatement', 'DoWhileStatement', 'ForStatement', 'ForInStatement', 'VariableDeclarator'],
  ...['ThisExpression', 'ArrayExpression', 'ObjectExpression', 'UnaryExpression', 'UpdateExpression'],
  ...['BinaryExpression', 'MemberExpression', 'ConditionalExpression', 'SequenceExpression', 'Identifier'],
  ...['CallExpression', 'NewExpression', 'TemplateLiteral'],
])

/** What to call syntax that is not supported at all. */
const names: Readonly<Record<string, string>> = {
  ArrayPattern: 'destructuring',
  ObjectPattern: 'destructuring',
  AssignmentPattern: 'a default value',
  SpreadElement: 'spread syntax',
  ClassDeclaration: 'a class',
  ClassExpression: 'a class',
  ForOfStatement: 'for…of',
  ChainExpression: 'optional chaining',
  TaggedTemplateExpression: 'a tagged template',
  YieldExpression: 'a generator',
  ImportExpression: 'import()',
  DebuggerStatement: 'debugger',
}

/** Names what CloudFront's engine does not support of a node itself. Undefined: it supports all of it. */
export function unsupportedSyntax(node: AnyNode, { ancestors, runtime }: Place): string | undefined {
  const parent = ancestors.at(-1)
  switch (node.type) {
    case 'VariableDeclaration':
      return runtime === 'cloudfront-js-1.0' && node.kind !== 'var' ? node.kind : undefined
    case 'FunctionDeclaration':
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
      return unsupportedFunction(node, ancestors, runtime)
    case 'RestElement':
      return parent && isFunction(parent) && node.argument.type === 'Identifier' ? undefined : 'destructuring'
    case 'AwaitExpression':
      return ancestors.some((each, at) => isArgument(each, ancestors[at + 1] ?? node))
        ? 'await in an argument'
        : undefined
    case 'CatchClause':
      return node.param ? undefined : 'catch without a parameter'
    case 'LogicalExpression':
      return node.operator === '??' ? '??' : undefined
    case 'AssignmentExpression':
      return /^(\*\*|&&|\|\||\?\?)=$/.test(node.operator) ? node.operator : undefined
    case 'Property':
      return unsupportedProperty(node)
    case 'Literal':
      return unsupportedLiteral(node, runtime)
    case 'TemplateElement':
      return node.value.raw.includes('\\u{') ? '\\u{…}' : undefined
    default:
      return plain.has(node.type) ? undefined : (names[node.type] ?? node.type)
  }
}

function unsupportedFunction(
  node: FunctionNode,
  ancestors: readonly AnyNode[],
  runtime: EdgeRuntime,
): string | undefined {
  if (node.generator) return 'a generator'
  const isDeclaration = node.type === 'FunctionDeclaration'
  const isAtTop = ancestors.length === 1
  if (node.async && runtime === 'cloudfront-js-1.0') return 'an async function'
  if (node.async && !(isDeclaration && isAtTop)) return 'an async function that is not declared at the top level'
  const isInFunction = isFunction(ancestors.at(-2))
  return isDeclaration && !isAtTop && !isInFunction ? 'a function declaration inside a block' : undefined
}

function unsupportedProperty({ shorthand, method, computed }: Property | AssignmentProperty): string | undefined {
  if (method) return 'a method in an object literal'
  if (shorthand) return 'a shorthand property'
  return computed ? 'a computed property name' : undefined
}

function unsupportedLiteral({ raw = '', bigint, regex }: Literal, runtime: EdgeRuntime): string | undefined {
  if (bigint) return 'a BigInt'
  if (regex) {
    const flags = runtime === 'cloudfront-js-1.0' ? /^[gim]*$/ : /^[gimy]*$/
    if (!flags.test(regex.flags)) return `the flags ${regex.flags} of a regular expression`
    if (/\(\?<[=!]/.test(regex.pattern)) return 'lookbehind in a regular expression'
    return /\\[pP]\{/.test(regex.pattern) ? '\\p{…} in a regular expression' : undefined
  }
  if (/^0[bo]/i.test(raw)) return 'a binary or octal number'
  if (/^\d[\d_]*_/.test(raw) && runtime === 'cloudfront-js-1.0') return 'a numeric separator'
  return /^['"]/.test(raw) && raw.includes('\\u{') ? '\\u{…}' : undefined
}

function isFunction(node: AnyNode | undefined): boolean {
  return node !== undefined && /^(Function|ArrowFunction)/.test(node.type)
}

function isArgument(parent: AnyNode, child: AnyNode): boolean {
  return (parent.type === 'CallExpression' || parent.type === 'NewExpression') && parent.callee !== child
}
