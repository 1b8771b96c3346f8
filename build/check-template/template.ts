/** A synthesized CloudFormation template, as far as the checks read it. */
export type Template = { readonly Resources: Readonly<Record<string, TemplateResource>> }

export type TemplateResource = { readonly Type: string; readonly Properties?: Readonly<Record<string, unknown>> }

/** Lists the resources of a type, with their logical ids. */
export function listResources({ Resources }: Template, type: string) {
  return Object.entries(Resources)
    .filter(([, { Type }]) => Type === type)
    .map(([id, { Properties = {} }]) => ({ id, properties: Properties }))
}

/** Returns the logical ids that a value refers to, at any depth. */
export function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, inner]) => {
    if (name === 'Ref' && typeof inner === 'string') return [inner]
    if (name === 'Fn::GetAtt') return [String(Array.isArray(inner) ? inner[0] : inner).split('.')[0] ?? '']
    return referencesIn(inner)
  })
}
