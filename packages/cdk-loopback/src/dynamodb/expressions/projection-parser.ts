import type { ExpressionParser } from './expression-parser.ts'
import type { Path } from './expression-tree.ts'
import { refuseOverlaps } from './path-overlap.ts'

export function parseProjection(parser: ExpressionParser): readonly Path[] {
  do parser.path()
  while (parser.accept(','))
  parser.end()
  refuseOverlaps(parser, parser.paths)
  return parser.paths
}
