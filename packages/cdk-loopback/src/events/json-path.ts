/** The steps of a JSON path: names of members and indexes of elements. */
export type JsonPath = readonly (string | number)[]

const step = /\.([^.[\]*?'"\s]+)|\[(\d+)\]|\['([^']+)'\]|\["([^"]+)"\]/y

/** Parses a path such as `$.detail.items[0]['a b']`. Returns undefined for any other part of JSONPath. */
export function parseJsonPath(text: string): JsonPath | undefined {
  if (!text.startsWith('$')) return undefined
  const steps: (string | number)[] = []
  step.lastIndex = 1
  for (let at = 1; at < text.length; at = step.lastIndex) {
    step.lastIndex = at
    const match = step.exec(text)
    if (!match) return undefined
    const [, name, index, ...quoted] = match
    steps.push(index === undefined ? (name ?? quoted.find((each) => each !== undefined) ?? '') : Number(index))
  }
  return steps
}

/** Returns the value at a path; undefined if there is none. */
export function valueAtPath(path: JsonPath, value: unknown): unknown {
  return path.reduce<unknown>((current, step) => {
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, step)) return undefined
    return (current as Readonly<Record<string | number, unknown>>)[step] // an own member, as checked above
  }, value)
}
