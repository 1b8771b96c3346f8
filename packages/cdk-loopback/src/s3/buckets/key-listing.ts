export type Listed = { readonly key: string }

export type ListQuery = {
  readonly prefix: string
  /** Empty for none. */
  readonly delimiter: string
  readonly maxKeys: number
  /** A key or a common prefix. The page starts after it. */
  readonly after: string
}

export type ListPage<T extends Listed> = {
  readonly contents: readonly T[]
  readonly commonPrefixes: readonly string[]
  /** The `after` of the next page; undefined on the last page. */
  readonly next: string | undefined
}

/** Returns up to `limit` keys, starting at these UTF-8 bytes, in the order of their bytes. */
export type KeySource<T extends Listed> = (first: Buffer, limit: number) => readonly T[]

/** Lists one page of a bucket: keys and common prefixes, ordered together by UTF-8 bytes and counted together. */
export function listKeys<T extends Listed>(source: KeySource<T>, query: ListQuery): ListPage<T> {
  const contents: T[] = []
  const commonPrefixes: string[] = []
  if (query.maxKeys === 0) return { contents, commonPrefixes, next: undefined }
  let last = ''
  for (const row of unfoldedKeys(source, query)) {
    if (contents.length + commonPrefixes.length === query.maxKeys) return { contents, commonPrefixes, next: last }
    const commonPrefix = findCommonPrefix(row.key, query)
    if (commonPrefix === undefined) contents.push(row)
    else commonPrefixes.push(commonPrefix)
    last = commonPrefix ?? row.key
  }
  return { contents, commonPrefixes, next: undefined }
}

/** Lists the matching keys, but only the first key of each common prefix. */
function* unfoldedKeys<T extends Listed>(source: KeySource<T>, query: ListQuery): Generator<T> {
  const limit = query.maxKeys + 1
  let first = later(Buffer.from(query.prefix), query.after === '' ? Buffer.alloc(0) : firstAfter(query.after, query))
  for (;;) {
    const rows = source(first, limit)
    for (const row of rows) {
      if (!row.key.startsWith(query.prefix)) return
      // This chunk still contains the rest of a common prefix that is already listed.
      if (Buffer.compare(Buffer.from(row.key), first) < 0) continue
      yield row
      first = firstAfter(row.key, query)
    }
    if (rows.length < limit) return
  }
}

/** Returns the least bytes after a key, or after all keys of its common prefix. */
function firstAfter(key: string, query: ListQuery): Buffer {
  const commonPrefix = findCommonPrefix(key, query)
  if (commonPrefix === undefined) return Buffer.from(`${key}\0`)
  const bytes = Buffer.from(commonPrefix)
  // The last byte of UTF-8 text is never 0xff, so this cannot overflow.
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) + 1
  return bytes
}

/** Returns the part of a key up to the first delimiter after the prefix. */
export function findCommonPrefix(
  key: string,
  { prefix, delimiter }: Pick<ListQuery, 'prefix' | 'delimiter'>,
): string | undefined {
  if (delimiter === '' || !key.startsWith(prefix)) return undefined
  const index = key.indexOf(delimiter, prefix.length)
  return index < 0 ? undefined : key.slice(0, index + delimiter.length)
}

function later(one: Buffer, other: Buffer): Buffer {
  return Buffer.compare(one, other) > 0 ? one : other
}
