import fc from 'fast-check'

/** Compares texts by their UTF-8 bytes. */
export const byBytes = (one: string, other: string) => Buffer.compare(Buffer.from(one), Buffer.from(other))

/** Lists keys and common prefixes as S3's documentation defines them, without pages. */
export function entriesOf(keys: readonly string[], prefix: string, delimiter: string, after: string): string[] {
  const names = keys
    .filter((key) => key.startsWith(prefix))
    .map((key) => {
      const end = delimiter === '' ? -1 : key.indexOf(delimiter, prefix.length)
      return end < 0 ? key : key.slice(0, end + delimiter.length)
    })
  return [...new Set(names)].filter((name) => byBytes(name, after) > 0).sort(byBytes)
}

const piece = fc.constantFrom('a', 'b', '/', '//', 'é', '😀', '\uffee', '~', '0', '-', ' ', '%')
const text = (maxLength: number) => fc.array(piece, { maxLength }).map((pieces) => pieces.join(''))
/** A random bucket and a query for it. */
export const query = fc.record({
  keys: fc.uniqueArray(
    text(5).filter((key) => key !== ''),
    { maxLength: 40 },
  ),
  prefix: text(2),
  delimiter: fc.constantFrom('', '/', '/', 'a', '//', 'é'),
  after: fc.oneof(fc.constant(''), text(3)),
  maxKeys: fc.integer({ min: 1, max: 6 }),
})
