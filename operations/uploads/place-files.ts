import { keysOfPaths } from '../../core/reading/content-folders.ts'
import type { Placement } from './content-files.ts'

/**
 * Returns the keys of files that a person chose in a browser, by their paths. Undefined if a file is no content. A placement
 * puts everything that would be below `articles/` or `backfill/` elsewhere.
 * @param paths as browsers send them: a name, or a path that begins with the chosen folder
 */
export function placeFiles(
  paths: readonly string[],
  { folder = '', backfill }: Placement,
): ReadonlyMap<string, string | undefined> {
  const keys = keysOfPaths(paths)
  const segments = folder.split(/[/\\]/).filter((each) => each !== '' && each !== '.' && each !== '..')
  const [first = ''] = segments
  const below = first === 'articles' || first === 'backfill' ? segments.slice(1) : segments
  const root = backfill || first === 'backfill' ? 'backfill' : 'articles'
  const isPlaced = segments.length > 0 || backfill === true
  const place = (key: string) => {
    const [top = '', ...rest] = key.split('/')
    // Some systems show `Articles` for `articles`, and the bucket would not accept it.
    if (isPlaced && /^(articles|backfill)$/i.test(top)) return [root, ...below, ...rest].join('/')
    return [top.toLowerCase(), ...rest].join('/')
  }
  return new Map([...keys].map(([path, key]) => [path, key === undefined ? undefined : place(key)]))
}
