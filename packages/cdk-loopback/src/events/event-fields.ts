/** A value of an event that is neither an object nor an array, with its place. */
export type EventField = {
  /** The names on the way to the value, joined by dots. Arrays add nothing: `detail.groups.name`. */
  readonly path: string
  readonly value: unknown
  readonly position: Position
}

/** The elements that contain a value: the index by array. Arrays are numbered, so that those on other paths differ. */
export type Position = ReadonlyMap<number, number>

/**
 * Lists the values of an event, as event patterns see it: https://github.com/aws/event-ruler (`Event.java`).
 * @param paths those to list, and all that lead to them
 */
export function listFields(event: unknown, paths: ReadonlySet<string>): EventField[] {
  const fields: EventField[] = []
  let arrays = 0
  const visit = (value: unknown, path: string, position: Position): void => {
    if (Array.isArray(value)) {
      const array = arrays++
      for (const [index, element] of value.entries()) {
        // As in AWS, only elements that are objects or arrays have a position of their own.
        const isContainer = typeof element === 'object' && element !== null
        visit(element, path, isContainer ? new Map(position).set(array, index) : position)
      }
    } else if (typeof value === 'object' && value !== null) {
      for (const [name, member] of Object.entries(value)) {
        const inner = path ? `${path}.${name}` : name
        if (paths.has(inner)) visit(member, inner, position)
      }
    } else if (value !== undefined) fields.push({ path, value, position })
  }
  visit(event, '', new Map())
  return fields
}

/** Joins two positions. Returns undefined if they are in different elements of the same array. */
export function joinPositions(one: Position, other: Position): Position | undefined {
  const joined = new Map(one)
  for (const [array, index] of other) {
    if (joined.has(array) && joined.get(array) !== index) return undefined
    joined.set(array, index)
  }
  return joined
}
