import { findUnresolved, isRecord, Unresolved } from './unresolved.ts'

/** What intrinsic functions look up. A value that does not exist is `Unresolved`. */
export type Scope = {
  /** `Ref`: a resource, a parameter or a pseudo parameter. */
  reference(name: string): unknown
  attribute(logicalId: string, name: string): unknown
  condition(name: string): boolean | Unresolved
  readonly mappings: unknown
}

/** Returns a value of the template with its intrinsic functions resolved. `AWS::NoValue` removes its property. */
export function resolve(value: unknown, scope: Scope): unknown {
  if (typeof value === 'string') return refuseDynamicReference(value)
  if (Array.isArray(value)) return value.map((each) => resolve(each, scope)).filter((each) => each !== undefined)
  if (!isRecord(value)) return value
  const names = Object.keys(value)
  const call = names.find((name) => name === 'Ref' || name.startsWith('Fn::'))
  if (call === undefined) {
    const entries = names.map((name): [string, unknown] => [name, resolve(value[name], scope)])
    return Object.fromEntries(entries.filter(([, each]) => each !== undefined))
  }
  const run = functions[call]
  if (!run) return new Unresolved(`${call} is not a function that cdk-loopback supports`)
  if (names.length > 1) return new Unresolved(`${call} must not have other properties beside it`)
  return run(value[call], scope)
}

type IntrinsicFunction = (argument: unknown, scope: Scope) => unknown

export const functions: Readonly<Record<string, IntrinsicFunction>> = {
  Ref: (name, scope) => (typeof name === 'string' ? scope.reference(name) : malformed('Ref')),
  'Fn::GetAtt': getAttribute,
  'Fn::Sub': substitute,
  'Fn::Join': join,
  'Fn::Select': select,
  'Fn::Split': split,
  'Fn::If': choose,
  'Fn::FindInMap': findInMap,
}

function getAttribute(argument: unknown, scope: Scope): unknown {
  const [logicalId, ...name] = typeof argument === 'string' ? argument.split('.') : argumentsOf(argument, scope)
  if (typeof logicalId !== 'string' || name.length === 0) return malformed('Fn::GetAtt')
  return scope.attribute(logicalId, name.join('.'))
}

function substitute(argument: unknown, scope: Scope): unknown {
  const [text, variables = {}] = Array.isArray(argument) ? argument : [argument]
  if (typeof text !== 'string' || !isRecord(variables)) return malformed('Fn::Sub')
  const parts = text.split(/(\$\{[^}]*\})/).map((part) => {
    if (!part.startsWith('${')) return part
    const name = part.slice(2, -1)
    if (name.startsWith('!')) return `\${${name.slice(1)}}`
    if (Object.hasOwn(variables, name)) return resolve(variables[name], scope)
    return name.includes('.') ? getAttribute(name, scope) : scope.reference(name)
  })
  return concatenate(parts, '', 'Fn::Sub')
}

function join(argument: unknown, scope: Scope): unknown {
  const [separator, parts] = argumentsOf(argument, scope)
  const unresolved = findUnresolved(parts)
  if (unresolved) return unresolved
  if (typeof separator !== 'string' || !Array.isArray(parts)) return malformed('Fn::Join')
  return concatenate(parts, separator, 'Fn::Join')
}

function select(argument: unknown, scope: Scope): unknown {
  const [index, list] = argumentsOf(argument, scope)
  if (list instanceof Unresolved) return list
  if (!Array.isArray(list)) return malformed('Fn::Select')
  return list[Number(index)] ?? new Unresolved(`Fn::Select finds no element ${String(index)} among ${list.length}`)
}

function split(argument: unknown, scope: Scope): unknown {
  const [separator, text] = argumentsOf(argument, scope)
  if (text instanceof Unresolved) return text
  return typeof separator === 'string' && typeof text === 'string' ? text.split(separator) : malformed('Fn::Split')
}

function choose(argument: unknown, scope: Scope): unknown {
  if (!Array.isArray(argument) || typeof argument[0] !== 'string') return malformed('Fn::If')
  const holds = scope.condition(argument[0])
  return holds instanceof Unresolved ? holds : resolve(argument[holds ? 1 : 2], scope)
}

function findInMap(argument: unknown, scope: Scope): unknown {
  let value = scope.mappings
  for (const key of argumentsOf(argument, scope)) {
    const unresolved = findUnresolved(key)
    if (unresolved) return unresolved
    if (!isRecord(value) || !Object.hasOwn(value, String(key))) {
      return new Unresolved(`Fn::FindInMap finds no ${String(key)}`)
    }
    value = value[String(key)]
  }
  return value
}

function argumentsOf(argument: unknown, scope: Scope): readonly unknown[] {
  const resolved = resolve(argument, scope)
  return Array.isArray(resolved) ? resolved : []
}

function concatenate(parts: readonly unknown[], separator: string, name: string): unknown {
  const unresolved = findUnresolved(parts)
  if (unresolved) return unresolved
  if (parts.some((part) => !['string', 'number', 'boolean'].includes(typeof part))) return malformed(name)
  return refuseDynamicReference(parts.join(separator))
}

/** Refuses `{{resolve:ssm:…}}` and other dynamic references, which CloudFormation looks up during a deployment. */
function refuseDynamicReference(text: string): string | Unresolved {
  return text.includes('{{resolve:') ? new Unresolved(`the dynamic reference ${text} has no value locally`) : text
}

function malformed(name: string): Unresolved {
  return new Unresolved(`${name} has arguments of the wrong form`)
}
