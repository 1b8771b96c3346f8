import type { ExpressionParser } from './expression-parser.ts'
import { formatPath, type Path } from './expression-tree.ts'

/** Fails if one path leads through another, or if two paths use the same attribute as a list and as a map. */
export function refuseOverlaps(parser: ExpressionParser, paths: readonly Path[]): void {
  for (const [at, path] of paths.entries()) {
    for (const earlier of paths.slice(0, at)) {
      const clash = findClash(earlier, path)
      if (!clash) continue
      const both = `path one: ${formatPath(earlier)}, path two: ${formatPath(path)}`
      throw parser.error(
        `Two document paths ${clash} with each other; must remove or rewrite one of these paths; ${both}`,
      )
    }
  }
}

function findClash(one: Path, other: Path): 'overlap' | 'conflict' | undefined {
  for (const [at, step] of one.entries()) {
    const otherStep = other[at]
    if (otherStep === undefined) return 'overlap'
    if (typeof step !== typeof otherStep) return 'conflict'
    if (step !== otherStep) return undefined
  }
  return 'overlap'
}
