import type { AttributeType, AttributeValue } from '../values/attribute-value.ts'

/** An attribute's name, then names in maps and positions in lists. Placeholders are resolved. */
export type Path = readonly [string, ...(string | number)[]]

export type PathOperand = { readonly kind: 'path'; readonly path: Path }
export type ValueOperand = { readonly kind: 'value'; readonly value: AttributeValue }
export type Operand = PathOperand | ValueOperand | { readonly kind: 'size'; readonly of: PathOperand | ValueOperand }

export type Comparator = '=' | '<>' | '<' | '<=' | '>' | '>='

export type Condition =
  | { readonly kind: 'and' | 'or'; readonly left: Condition; readonly right: Condition }
  | { readonly kind: 'not'; readonly condition: Condition }
  | { readonly kind: 'comparison'; readonly operator: Comparator; readonly left: Operand; readonly right: Operand }
  | { readonly kind: 'between'; readonly operand: Operand; readonly low: Operand; readonly high: Operand }
  | { readonly kind: 'in'; readonly operand: Operand; readonly candidates: readonly Operand[] }
  | { readonly kind: 'attribute_exists' | 'attribute_not_exists'; readonly path: Path }
  | { readonly kind: 'attribute_type'; readonly operand: Operand; readonly type: AttributeType }
  | { readonly kind: 'begins_with' | 'contains'; readonly operand: Operand; readonly part: Operand }

export type UpdateValue =
  | PathOperand
  | ValueOperand
  | { readonly kind: '+' | '-' | 'list_append'; readonly left: UpdateValue; readonly right: UpdateValue }
  | { readonly kind: 'if_not_exists'; readonly path: Path; readonly otherwise: UpdateValue }

export type UpdateAction =
  | { readonly kind: 'set'; readonly path: Path; readonly value: UpdateValue }
  | { readonly kind: 'remove'; readonly path: Path }
  | { readonly kind: 'add' | 'delete'; readonly path: Path; readonly value: AttributeValue }

/** Formats a path as AWS writes it in messages. */
export function formatPath(path: Path): string {
  return `[${path.map((step) => (typeof step === 'number' ? `[${step}]` : step)).join(', ')}]`
}
