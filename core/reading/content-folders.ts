/** Folders of the uploads bucket. In another case they are uploaded, too, so that their receipts say what is wrong. */
const bucketFolder = /^(articles|backfill|issues|welcome)$/i
/** Folders that mark the folder above them as a copy of the uploads. */
export const articleFolder = /^(articles|backfill)$/i
/** Folders of programs. They may have tens of thousands of files, none of which is content. */
export const programFolder = /^(\.git|\.hg|\.svn|node_modules)$/i

/**
 * Returns the keys of files that a person chose in a browser, by their paths. Undefined if a file is no content. Paths keep
 * their folders; below a folder named `articles` or `backfill`, they keep their place in it.
 * @param paths as browsers send them: a name, or a path that begins with the chosen folder
 */
export function keysOfPaths(paths: readonly string[]): ReadonlyMap<string, string | undefined> {
  const split = new Map(paths.map((each) => [each, segmentsOf(each)]))
  const copies = new Set([...split.values()].flatMap((segments) => copyAbove(segments) ?? []))
  return new Map([...split].map(([each, segments]) => [each, keyOf(segments, copies)]))
}

/** Splits a path without the segments that could lead out of a folder. */
function segmentsOf(path: string): readonly string[] {
  return path.split(/[/\\]/).filter((segment) => segment !== '' && segment !== '.' && segment !== '..')
}

/** Returns the path of the folder above `articles` or `backfill`; undefined if there is none. */
function copyAbove(segments: readonly string[]): string | undefined {
  const at = segments.slice(0, -1).findIndex((segment) => articleFolder.test(segment))
  return at > 0 ? segments.slice(0, at).join('/') : undefined
}

function keyOf(segments: readonly string[], copies: ReadonlySet<string>): string | undefined {
  const folders = segments.slice(0, -1)
  if (segments.length === 0 || folders.some((each) => programFolder.test(each))) return undefined
  const depth = folders.findIndex((_, at) => copies.has(folders.slice(0, at + 1).join('/')))
  const start = depth === -1 ? 0 : depth + 1
  const isInBucket = folders[start] !== undefined && (depth === -1 ? articleFolder : bucketFolder).test(folders[start])
  if (isInBucket) return segments.slice(start).join('/')
  return depth === -1 ? ['articles', ...segments].join('/') : undefined
}
