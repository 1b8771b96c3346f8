import { type EventField, joinPositions, listFields, type Position } from './event-fields.ts'
import { type Condition, InvalidPatternError, matchTypeNames, readCondition } from './pattern-condition.ts'

/** The leaves of a pattern: conditions by path. Every leaf must match, each by at least one of its conditions. */
type Leaves = ReadonlyMap<string, readonly Condition[]>

/**
 * A parsed event pattern of EventBridge, which is also the language of Lambda's event filters: one of its alternatives
 * must match. https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-patterns.html
 */
export type EventPattern = {
  readonly alternatives: readonly (readonly Leaf[])[]
  /** The paths of all leaves, and those that lead to them: an event's other fields are not looked at. */
  readonly paths: ReadonlySet<string>
}

type Leaf = readonly [path: string, conditions: readonly Condition[]]

/** The most alternatives that the `$or` of a pattern may have after they are multiplied out. */
const mostAlternatives = 1000

/** Parses a pattern. @throws {InvalidPatternError} if AWS refuses it */
export function parseEventPattern(text: string): EventPattern {
  const pattern = parseJson(text)
  if (!isObject(pattern)) throw new InvalidPatternError('Filter is not an object')
  const alternatives = readObject(pattern, '')
  if (alternatives.every((leaves) => leaves.size === 0)) throw new InvalidPatternError('Empty event pattern')
  const sorted = alternatives.map((leaves) => [...leaves].sort(byPath))
  const parts = sorted.flat().map(([path]) => path.split('.'))
  const paths = parts.flatMap((names) => names.map((_name, index) => names.slice(0, index + 1).join('.')))
  return { alternatives: sorted, paths: new Set(paths) }
}

/** Returns whether an event, which is JSON as an object, matches a pattern. */
export function matchesPattern({ alternatives, paths }: EventPattern, event: unknown): boolean {
  const fields = Map.groupBy(listFields(event, paths), ({ path }) => path)
  return alternatives.some((leaves) => matchesFrom(leaves, 0, fields, new Map()))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new InvalidPatternError(cause instanceof Error ? cause.message : String(cause))
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Reads an object of a pattern as alternatives. */
function readObject(object: Readonly<Record<string, unknown>>, path: string): readonly Leaves[] {
  const entries = Object.entries(object)
  if (entries.length === 0 && path) throw new InvalidPatternError('Empty objects are not allowed')
  let alternatives: readonly Leaves[] = [new Map()]
  for (const [name, value] of entries) {
    const branches = isAlternatives(name, value)
      ? value.flatMap((branch) => readObject(branch, path))
      : readMember(value, path ? `${path}.${name}` : name, name)
    // As in AWS, the conditions written last apply if a path occurs twice.
    alternatives = alternatives.flatMap((one) => branches.map((other) => new Map([...one, ...other])))
    if (alternatives.length > mostAlternatives) {
      throw new InvalidPatternError(`Rule is too complex - exceeds ${mostAlternatives} combinations`)
    }
  }
  return alternatives
}

/** `$or` is a field of that name unless it holds at least two objects without names of match types. */
function isAlternatives(name: string, value: unknown): value is readonly Readonly<Record<string, unknown>>[] {
  if (name !== '$or' || !Array.isArray(value) || value.length < 2) return false
  return value.every(
    (each) =>
      isObject(each) &&
      Object.keys(each).length > 0 &&
      !Object.keys(each).some((member) => matchTypeNames.includes(member)),
  )
}

function readMember(value: unknown, path: string, name: string): readonly Leaves[] {
  if (isObject(value)) return readObject(value, path)
  if (!Array.isArray(value)) throw new InvalidPatternError(`"${name}" must be an object or an array`)
  if (value.length === 0) throw new InvalidPatternError('Empty arrays are not allowed')
  return [new Map([[path, value.map(readCondition)]])]
}

const byPath = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : Number(one > other)

/** Finds matching fields for the leaves from an index on. All of them must be in the same element of each array. */
function matchesFrom(
  leaves: readonly Leaf[],
  index: number,
  fields: ReadonlyMap<string, readonly EventField[]>,
  position: Position,
): boolean {
  const [path, conditions] = leaves[index] ?? []
  if (path === undefined || !conditions) return true
  const near = (fields.get(path) ?? []).flatMap(({ value, position: own }) => {
    const joined = joinPositions(position, own)
    return joined ? [{ value, joined }] : []
  })
  if (near.length === 0 && conditions.some(({ kind }) => kind === 'absent')) {
    return matchesFrom(leaves, index + 1, fields, position)
  }
  const matches = (value: unknown) => conditions.some((each) => each.kind === 'value' && each.matches(value))
  return near.some(({ value, joined }) => matches(value) && matchesFrom(leaves, index + 1, fields, joined))
}
