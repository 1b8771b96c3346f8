export type Resource = {
  readonly Type: string
  readonly Properties?: Readonly<Record<string, unknown>>
  readonly DependsOn?: string | readonly string[]
  readonly Condition?: string
}

/** A synthesized CloudFormation template. */
export type Template = {
  readonly Resources: Readonly<Record<string, Resource>>
  readonly Parameters?: Readonly<Record<string, unknown>>
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown; readonly Description?: string }>>
  readonly Mappings?: Readonly<Record<string, unknown>>
  readonly Conditions?: Readonly<Record<string, unknown>>
}

export type Fields = Readonly<Record<string, unknown>>

/** Lists the resources of a type, with their logical IDs. Without properties, a resource has none. */
export function resourcesOf({ Resources }: Template, type: string): readonly (readonly [id: string, Fields])[] {
  return Object.entries(Resources).flatMap(([id, { Type, Properties = {} }]) =>
    Type === type ? [[id, Properties] as const] : [],
  )
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Returns the logical ID that a `Ref` or `Fn::GetAtt` names; undefined for any other value. */
export function referenceOf(value: unknown): string | undefined {
  if (!isFields(value)) return undefined
  const target = value.Ref ?? value['Fn::GetAtt']
  const id = Array.isArray(target) ? target[0] : target
  return typeof id === 'string' ? id.split('.')[0] : undefined
}

/** Returns the logical IDs that a value refers to, at any depth. */
export function referencesIn(value: unknown): readonly string[] {
  const own = referenceOf(value)
  if (own !== undefined) return [own]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(referencesIn) : []
}
