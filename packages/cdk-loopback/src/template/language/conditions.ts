import { resolve, type Scope } from './intrinsics.ts'
import { findUnresolved, isRecord, Unresolved } from './unresolved.ts'

/** Whether a condition of the template holds: Equals, And, Or, Not, and other conditions by name. */
export function evaluateCondition(condition: unknown, scope: Scope): boolean | Unresolved {
  if (!isRecord(condition)) return new Unresolved('a condition has to be an object with one function')
  const [name = '', argument] = Object.entries(condition)[0] ?? []
  if (name === 'Condition' && typeof argument === 'string') return scope.condition(argument)
  if (!Array.isArray(argument)) return new Unresolved(`${name} is not among the conditions that local mode knows`)
  if (name === 'Fn::Equals') return equals(argument, scope)
  const parts = argument.map((each) => evaluateCondition(each, scope))
  const unresolved = findUnresolved(parts)
  if (unresolved) return unresolved
  if (name === 'Fn::And') return parts.every(Boolean)
  if (name === 'Fn::Or') return parts.some(Boolean)
  if (name === 'Fn::Not') return !parts[0]
  return new Unresolved(`${name} is not among the conditions that local mode knows`)
}

function equals(sides: readonly unknown[], scope: Scope): boolean | Unresolved {
  const [left, right] = sides.map((side) => resolve(side, scope))
  return findUnresolved([left, right]) ?? String(left) === String(right)
}
