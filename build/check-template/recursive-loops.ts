import { type Fields, referencesIn, resourcesOf, type Template } from './template.ts'

/** A function that its own messages may invoke again. */
type Loop = {
  /** Logical id of the function. */
  readonly lambda: string
  /** Logical ids of the resources between the function and its next invocation. */
  readonly path: readonly string[]
}

/**
 * Lists functions that send to what invokes them, directly or through others. Lambda stops such loops after about 16
 * invocations, and moves the message to the dead-letter queue:
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-recursion.html
 */
export function recursiveLoops(template: Template): readonly Loop[] {
  const edges = new Map([...invocations(template), ...grants(template)].map(({ from }) => [from, new Set<string>()]))
  for (const { from, to } of [...invocations(template), ...grants(template)]) edges.get(from)?.add(to)
  return resourcesOf(template, 'AWS::Lambda::Function').flatMap(([id]) => {
    const path = findPath(id, id, edges)
    return path === undefined ? [] : [{ lambda: id, path }]
  })
}

/** Describes the functions whose `RecursiveLoop` does not fit their loops. */
export function checkRecursiveLoops(template: Template): readonly string[] {
  const loops = new Map(recursiveLoops(template).map(({ lambda, path }) => [lambda, path]))
  return resourcesOf(template, 'AWS::Lambda::Function').flatMap(([id, properties]) => {
    const isAllowed = properties.RecursiveLoop === 'Allow'
    const path = loops.get(id)
    if (path && !isAllowed)
      return [`${id} invokes itself through ${path.join(', ')}: set RecursiveLoop to Allow, or Lambda stops the loop.`]
    if (!path && isAllowed) return [`${id} never invokes itself: set RecursiveLoop to Terminate, the default.`]
    return []
  })
}

type Edge = { readonly from: string; readonly to: string }

/** What passes messages on by itself: mappings, subscriptions, rules and bucket notifications. */
function invocations(template: Template): readonly Edge[] {
  const link = (type: string, source: string, target: string) =>
    resourcesOf(template, type).flatMap(([, properties]) => connect(properties[source], properties[target]))
  return [
    ...link('AWS::Lambda::EventSourceMapping', 'EventSourceArn', 'FunctionName'),
    ...link('AWS::SNS::Subscription', 'TopicArn', 'Endpoint'),
    ...link('AWS::Events::Rule', 'EventBusName', 'Targets'),
    ...resourcesOf(template, 'AWS::S3::Bucket').flatMap(([id, properties]) =>
      notifications(properties)
        .map(({ prefix, targets }) => ({ from: `${id}/${prefix}`, targets }))
        .flatMap(fanOut),
    ),
  ]
}

function connect(source: unknown, target: unknown): readonly Edge[] {
  return referencesIn(source).flatMap((from) => fanOut({ from, targets: referencesIn(target) }))
}

function fanOut({ from, targets }: { readonly from: string; readonly targets: readonly string[] }): readonly Edge[] {
  return targets.map((to) => ({ from, to }))
}

type Notification = { readonly prefix: string; readonly targets: readonly string[] }

function notifications(bucket: Fields): readonly Notification[] {
  const { NotificationConfiguration = {} } = bucket as { NotificationConfiguration?: Record<string, object[]> } // as the template has it
  return Object.values(NotificationConfiguration)
    .flat()
    .map((configuration) => {
      const rule = /"Name":"prefix","Value":"([^"]*)"/i.exec(JSON.stringify(configuration))
      return { prefix: rule?.[1] ?? '', targets: referencesIn(configuration) }
    })
}

/** What functions may send, by the policies of their roles. */
function grants(template: Template): readonly Edge[] {
  return resourcesOf(template, 'AWS::Lambda::Function').flatMap(([id, properties]) =>
    statementsOf(template, referencesIn(properties.Role)).flatMap((statement) =>
      targetsOf(statement, template).map((to) => ({ from: id, to })),
    ),
  )
}

type Statement = { readonly Effect: string; readonly Action?: string | string[]; readonly Resource?: unknown }

function statementsOf(template: Template, roles: readonly string[]): readonly Statement[] {
  const documents = [
    ...resourcesOf(template, 'AWS::IAM::Policy')
      .filter(([, properties]) => referencesIn(properties.Roles).some((role) => roles.includes(role)))
      .map(([, properties]) => properties.PolicyDocument),
    ...resourcesOf(template, 'AWS::IAM::Role')
      .filter(([id]) => roles.includes(id))
      .flatMap(([, properties]) => (properties.Policies ?? []) as { PolicyDocument: unknown }[]) // CloudFormation's form
      .map(({ PolicyDocument }) => PolicyDocument),
  ]
  return documents.flatMap((document) => (document as { Statement: Statement[] }).Statement) // IAM's form
}

/** The actions that can invoke a function, by the type of resource. */
const sending: Readonly<Record<string, string>> = {
  'AWS::SQS::Queue': 'sqs:SendMessage',
  'AWS::SNS::Topic': 'sns:Publish',
  'AWS::Events::EventBus': 'events:PutEvents',
  'AWS::Lambda::Function': 'lambda:InvokeFunction',
  'AWS::S3::Bucket': 's3:PutObject',
}

/** Lists what a statement allows to send to. A bucket is listed with each notified prefix under which it may be written. */
function targetsOf({ Effect, Action = [], Resource }: Statement, template: Template): readonly string[] {
  if (Effect !== 'Allow') return []
  return Object.entries(sending)
    .filter(([, action]) => [Action].flat().some((pattern) => matches(pattern, action)))
    .flatMap(([type]) => resourcesOf(template, type))
    .flatMap(([id, properties]) =>
      [Resource].flat().flatMap((resource) => {
        if (resource !== '*' && !referencesIn(resource).includes(id)) return []
        const prefixes = notifications(properties).map(({ prefix }) => prefix)
        const written = /"\/([^"*]*)/.exec(JSON.stringify(resource))?.[1] ?? ''
        const notified = prefixes.filter((prefix) => prefix.startsWith(written) || written.startsWith(prefix))
        return [id, ...notified.map((prefix) => `${id}/${prefix}`)]
      }),
    )
}

function matches(pattern: string, action: string): boolean {
  const expression = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')
  return new RegExp(`^${expression}$`, 'i').test(action)
}

/** Returns the nodes on a shortest path from one node to another, without the ends. At least one edge long. */
function findPath(from: string, to: string, edges: ReadonlyMap<string, ReadonlySet<string>>): string[] | undefined {
  const paths: string[][] = [[]]
  const visited = new Set<string>()
  for (let path = paths.shift(); path; path = paths.shift()) {
    for (const next of edges.get(path.at(-1) ?? from) ?? []) {
      if (next === to) return path
      if (visited.has(next)) continue
      visited.add(next)
      paths.push([...path, next])
    }
  }
  return undefined
}
