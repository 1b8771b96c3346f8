/** JSON.parse keeps the last of several values with one key, and schemas pass over the key `__proto__`. */

type Place = {
  readonly keys: Set<string> | undefined
  /** The keys and indexes that lead here. */
  readonly path: readonly string[]
  /** The last key, or the index of the element. */
  last: string
}

/** Names the keys that an object of well-formed JSON has more than once, each with its line. */
export function findDuplicateKeys(json: string): readonly string[] {
  const mistakes: string[] = []
  const places: Place[] = []
  let line = 1
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[{}[\],\n]/g)) {
    const place = places.at(-1)
    if (token === '{' || token === '[') {
      const path = place ? [...place.path, place.last] : []
      places.push({ keys: token === '{' ? new Set() : undefined, path, last: '0' })
    } else if (token === '}' || token === ']') places.pop()
    else if (token === ',' && place && !place.keys) place.last = String(Number(place.last) + 1)
    else if (token.endsWith(':') && place?.keys) {
      const key: string = JSON.parse(token.replace(/\s*:$/, ''))
      const name = [...place.path, key].join('.')
      if (place.keys.has(key)) mistakes.push(`${name}: line ${line} sets it again; keep only one`)
      if (key === '__proto__') mistakes.push(`${name}: line ${line} has a key that cannot be used; choose another one`)
      place.keys.add(key)
      place.last = key
    }
    line += token.split('\n').length - 1
  }
  return mistakes
}
