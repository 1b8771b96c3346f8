type Resource = {
  readonly Type: string
  readonly Properties?: Readonly<Record<string, unknown>>
  readonly [attribute: string]: unknown
}

/** The parts of a CloudFormation template that matter for an import. */
export type ImportableTemplate = {
  readonly Description?: string
  readonly Resources: Readonly<Record<string, Resource>>
  readonly Parameters?: Readonly<Record<string, unknown>>
  readonly Conditions?: Readonly<Record<string, unknown>>
  readonly Outputs?: Readonly<Record<string, { readonly Value: unknown }>>
}

/** An output of a deployed stack, as CloudFormation lists it. */
export type Output = { readonly OutputKey: string; readonly OutputValue: string }

type ResourceToImport = {
  readonly ResourceType: string
  readonly LogicalResourceId: string
  readonly ResourceIdentifier: Readonly<Record<string, string>>
}

/** The property that identifies a resource of each type that outlives its stack. */
const identifiers: Readonly<Record<string, string>> = {
  'AWS::DynamoDB::GlobalTable': 'TableName',
  'AWS::S3::Bucket': 'BucketName',
}

/**
 * Reduces a template to the buckets and tables that outlive their stack. An import adds no other resources, so nothing
 * in it may refer to any. The deployment after the import adds the rest, such as the notifications of the buckets.
 */
export function reduceTemplate(template: ImportableTemplate): ImportableTemplate {
  const { Description = '', Resources, Parameters = {}, Conditions = {} } = template
  const kept = Object.entries(Resources).flatMap(([id, resource]) => {
    if (identifiers[resource.Type] === undefined) return []
    const { NotificationConfiguration: _, ...properties } = resource.Properties ?? {}
    return [[id, { Type: resource.Type, DeletionPolicy: 'Retain', Properties: properties }] as const]
  })
  const resources = Object.fromEntries(kept)
  const conditions = pick(Conditions, mentionedIn(resources))
  const parameters = pick(Parameters, mentionedIn(conditions))
  return { Description, Parameters: parameters, Conditions: conditions, Resources: resources }
}

/**
 * Lists what to import, by the outputs of the stack that had these resources.
 * @throws {Error} naming the resources that the outputs do not name
 */
export function listResourcesToImport(template: ImportableTemplate, outputs: readonly Output[]): ResourceToImport[] {
  const values = new Map(outputs.map(({ OutputKey, OutputValue }) => [OutputKey, OutputValue]))
  const names = new Map(
    Object.entries(template.Outputs ?? {}).map(([key, { Value }]) => [refOf(Value), values.get(key)] as const),
  )
  const resources = Object.entries(template.Resources).flatMap(([id, { Type }]) => {
    const identifier = identifiers[Type]
    return identifier === undefined ? [] : [{ id, type: Type, identifier, name: names.get(id) }]
  })
  const missing = resources.filter(({ name }) => name === undefined).map(({ id }) => id)
  if (missing.length > 0) throw new Error(`The outputs do not contain the names of ${missing.join(', ')}.`)
  return resources.map(({ id, type, identifier, name = '' }) => ({
    ResourceType: type,
    LogicalResourceId: id,
    ResourceIdentifier: { [identifier]: name },
  }))
}

function refOf(value: unknown): string | undefined {
  const { Ref } = Object(value) as { readonly Ref?: unknown } // Object() makes an object of any value
  return typeof Ref === 'string' ? Ref : undefined
}

/** Lists all texts in a part of a template. The names of conditions and parameters in it are among them. */
function mentionedIn(part: unknown): ReadonlySet<string> {
  if (typeof part === 'string') return new Set([part])
  if (typeof part !== 'object' || part === null) return new Set()
  return new Set(Object.values(part).flatMap((each) => [...mentionedIn(each)]))
}

function pick(all: Readonly<Record<string, unknown>>, names: ReadonlySet<string>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.has(name)))
}
