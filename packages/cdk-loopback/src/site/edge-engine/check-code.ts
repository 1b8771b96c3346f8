import { type AnyNode, type Identifier, type MemberExpression, parse, type Token } from 'acorn'
import { type EdgeRuntime, globals, newIn2, prototypes, statics } from './builtins.ts'
import { unsupportedMethods } from './restrict-builtins.ts'
import { unsupportedSyntax } from './syntax.ts'

/** Bytes. */
const maximumSize = 10_240

/** Puts code into strict mode, in which CloudFront runs it, without moving its lines. */
export const strict = "'use strict';"

/**
 * Lists what keeps code from running as a CloudFront Function, each with its line. V8 runs more than CloudFront's engine,
 * so that the code runs here proves nothing.
 */
export function checkEdgeCode(code: string, runtime: EdgeRuntime): string[] {
  const size = Buffer.byteLength(code)
  const problems = size > maximumSize ? [`has ${size} bytes; CloudFront allows ${maximumSize}`] : []
  const parsed = parseCode(code)
  if (typeof parsed === 'string') return [...problems, parsed]
  const found = walk(parsed.program, [], runtime)
  const declared = new Set(found.flatMap(({ node, ancestors }) => declaredName(node, ancestors) ?? []))
  const defined = new Set(found.flatMap(({ node }) => definedProperty(node) ?? []))
  if (!declared.has('handler')) problems.push('has no function called handler')
  const features = found.map(({ node, ancestors, syntax }) => ({
    line: node.loc?.start.line,
    feature: syntax ?? unsupportedName(node, ancestors.at(-1), { declared, defined, runtime }),
  }))
  for (const { line, feature } of [...features, ...trailingCommas(parsed.tokens)]) {
    if (feature) problems.push(`line ${line}: ${runtime} does not support ${feature}`)
  }
  return [...new Set(problems)]
}

/** Parses code. Returns a description of the first error in its syntax. */
function parseCode(code: string): { readonly program: AnyNode; readonly tokens: readonly Token[] } | string {
  const tokens: Token[] = []
  try {
    return { program: parse(strict + code, { ecmaVersion: 'latest', locations: true, onToken: tokens }), tokens }
  } catch (error) {
    if (!(error instanceof SyntaxError && 'loc' in error)) throw error
    const { line } = error.loc as { line: number } // acorn adds the position of the error
    return `line ${line}: ${error.message.replace(/ \(\d+:\d+\)$/, '')}`
  }
}

/** Finds commas after the last argument or parameter, which the tree does not show. */
function trailingCommas(tokens: readonly Token[]): { line: number | undefined; feature: string }[] {
  const commas = tokens.filter(({ type }, at) => type.label === ',' && tokens[at + 1]?.type.label === ')')
  return commas.map(({ loc }) => ({ line: loc?.start.line, feature: 'a comma before a closing parenthesis' }))
}

type Found = { readonly node: AnyNode; readonly ancestors: readonly AnyNode[]; readonly syntax: string | undefined }

/** Lists the nodes of a program, and what is not supported of each, but not of the parts of an unsupported node. */
function walk(node: AnyNode, ancestors: readonly AnyNode[], runtime: EdgeRuntime, isReported = false): Found[] {
  const syntax = isReported ? undefined : unsupportedSyntax(node, { ancestors, runtime })
  const children = Object.values(node).flat().filter(isNode)
  const within = [...ancestors, node]
  const found = children.flatMap((child) => walk(child, within, runtime, isReported || syntax !== undefined))
  return [{ node, ancestors, syntax }, ...found]
}

export function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string'
}

/** Returns the name that an identifier declares: a variable, a function, a parameter or a caught error. */
function declaredName(node: AnyNode, ancestors: readonly AnyNode[]): string | undefined {
  const parent = ancestors.at(-1)
  if (node.type !== 'Identifier' || !parent) return undefined
  const declares =
    (parent.type === 'VariableDeclarator' && parent.id === node) ||
    (parent.type === 'Property' && ancestors.at(-2)?.type === 'ObjectPattern') ||
    (parent.type === 'CatchClause' && parent.param === node) ||
    ['RestElement', 'ArrayPattern', 'AssignmentPattern', 'ClassDeclaration'].includes(parent.type) ||
    ('params' in parent && (parent.params.includes(node) || ('id' in parent && parent.id === node)))
  return declares ? node.name : undefined
}

/** Returns the name of a property that the code itself defines, so that calling it is not a call of a built-in method. */
function definedProperty(node: AnyNode): string | undefined {
  if (node.type === 'Property') return node.key.type === 'Identifier' ? node.key.name : undefined
  return node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression'
    ? propertyName(node.left)
    : undefined
}

type Names = {
  readonly declared: ReadonlySet<string>
  readonly defined: ReadonlySet<string>
  readonly runtime: EdgeRuntime
}

/** Names a global, a property of a built-in object or a method that the engine lacks. */
function unsupportedName(node: AnyNode, parent: AnyNode | undefined, names: Names): string | undefined {
  if (node.type === 'Identifier') {
    const isGlobal = isReference(node, parent) && !names.declared.has(node.name)
    return isGlobal && !(globals.has(node.name) && exists(node.name, names)) ? node.name : undefined
  }
  if (node.type !== 'MemberExpression') return undefined
  const property = propertyName(node)
  if (property === undefined) return undefined
  const call = parent?.type === 'CallExpression' && parent.callee === node ? parent : undefined
  const object = node.object.type === 'Identifier' && !names.declared.has(node.object.name) ? node.object.name : ''
  const full = `${object}.${property}`
  if (full === 'console.log' && call && call.arguments.length > 1) return 'console.log with several arguments'
  if (object === 'globalThis') return globals.has(property) || names.defined.has(property) ? undefined : full
  if (statics[object]) return hasStatic(object, property) && exists(full, names) ? undefined : full
  if (!call || names.defined.has(property)) return undefined
  return unsupportedMethods.has(property) || !exists(property, names) ? `the method ${property}` : undefined
}

function exists(name: string, { runtime }: Names): boolean {
  return runtime === 'cloudfront-js-2.0' || !newIn2.has(name)
}

function hasStatic(object: string, property: string): boolean {
  const inherited = [...(prototypes.Function ?? []), ...(prototypes.Object ?? []), 'prototype', 'constructor']
  return statics[object]?.includes(property) || inherited.includes(property)
}

/** Returns whether an identifier refers to a variable. It may also be the name of a property or a label. */
function isReference(node: Identifier, parent: AnyNode | undefined): boolean {
  if (parent?.type === 'MemberExpression') return parent.object === node || parent.computed
  if (parent?.type === 'Property') return parent.value === node
  return !(parent && 'label' in parent && parent.label === node)
}

function propertyName({ property, computed }: MemberExpression): string | undefined {
  if (!computed) return property.type === 'Identifier' ? property.name : undefined
  return property.type === 'Literal' && typeof property.value === 'string' ? property.value : undefined
}
