import { validationError } from '../protocol/dynamodb-error.ts'
import { parseCondition } from './condition-parser.ts'
import { type ExpressionParser, openParser } from './expression-parser.ts'
import { openScope, type Placeholders } from './expression-scope.ts'
import type { Condition, Path, UpdateAction } from './expression-tree.ts'
import { refuseOverlaps } from './path-overlap.ts'
import { parseUpdate } from './update-parser.ts'

const parsers = {
  ConditionExpression: parseCondition,
  FilterExpression: parseCondition,
  KeyConditionExpression: parseCondition,
  ProjectionExpression: parseProjection,
  UpdateExpression: parseUpdate,
} satisfies Record<string, (parser: ExpressionParser) => unknown>

type Parameter = keyof typeof parsers

export type Expressions = {
  readonly ConditionExpression?: Condition
  readonly FilterExpression?: Condition
  readonly KeyConditionExpression?: Condition
  readonly ProjectionExpression?: readonly Path[]
  readonly UpdateExpression?: readonly UpdateAction[]
  /** The paths in each expression, by its parameter. */
  readonly paths: Readonly<Partial<Record<Parameter, readonly Path[]>>>
}

type Input = Placeholders & Readonly<Partial<Record<Parameter, string | undefined>>>

/** Parses all expressions of a request. Together they must use all its placeholders. */
export function readExpressions(input: Input): Expressions {
  const present = parameters.filter((parameter) => input[parameter] !== undefined)
  refuseStrayPlaceholders(input, present)
  const scope = openScope(input)
  const paths: Partial<Record<Parameter, readonly Path[]>> = {}
  const trees = present.map((parameter) => {
    const parser = openParser(parameter, input[parameter] ?? '', scope)
    const tree = parsers[parameter](parser)
    paths[parameter] = parser.paths
    return [parameter, tree]
  })
  scope.close()
  return { ...Object.fromEntries(trees), paths }
}

// In the order in which AWS reads them, so that both report the same one of several mistakes.
const parameters: readonly Parameter[] = [
  'UpdateExpression',
  'ConditionExpression',
  'KeyConditionExpression',
  'FilterExpression',
  'ProjectionExpression',
]

function refuseStrayPlaceholders(input: Input, present: readonly Parameter[]): void {
  if (input.ExpressionAttributeNames && present.length === 0)
    throw validationError('ExpressionAttributeNames can only be specified when using expressions')
  if (input.ExpressionAttributeValues && present.every((parameter) => parameter === 'ProjectionExpression'))
    throw validationError('ExpressionAttributeValues can only be specified when using expressions')
}

function parseProjection(parser: ExpressionParser): readonly Path[] {
  do parser.path()
  while (parser.accept(','))
  parser.end()
  refuseOverlaps(parser, parser.paths)
  return parser.paths
}
