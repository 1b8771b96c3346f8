import { isFields, type Template } from './template.ts'

/** Lists dependencies, conditions and outputs that name what the template does not have. CloudFormation refuses it then. */
export function checkReferences({
  Resources,
  Parameters = {},
  Outputs = {},
  Conditions = {},
}: Template): readonly string[] {
  const missing = (place: string, kind: string, names: readonly string[], known: object) =>
    names.filter((name) => !Object.hasOwn(known, name)).map((name) => `${place}: there is no ${kind} ${name}`)
  const named = { ...Resources, ...Parameters }
  return [
    ...Object.entries(Resources).flatMap(([id, { DependsOn = [], Condition, Properties }]) => [
      ...missing(id, 'resource', [DependsOn].flat(), Resources),
      ...missing(
        id,
        'condition',
        [...(Condition === undefined ? [] : [Condition]), ...conditionsIn(Properties)],
        Conditions,
      ),
    ]),
    ...Object.entries(Outputs).flatMap(([id, { Value }]) => [
      ...missing(`output ${id}`, 'resource or parameter', targetsIn(Value), named),
      ...missing(`output ${id}`, 'condition', conditionsIn(Value), Conditions),
    ]),
  ]
}

/** Returns the names that `Ref` and `Fn::GetAtt` refer to, except those of CloudFormation's own parameters. */
function targetsIn(value: unknown): readonly string[] {
  return argumentsOf(value, /^(Ref|Fn::GetAtt)$/)
    .map((argument) => String([argument].flat()[0]))
    .filter((name) => !name.startsWith('AWS::'))
}

const conditionsIn = (value: unknown): readonly string[] =>
  argumentsOf(value, /^Fn::If$/).map((argument) => String([argument].flat()[0]))

/** Returns the arguments of the intrinsic functions in a value, at any depth. */
function argumentsOf(value: unknown, functions: RegExp): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap((each: unknown) => argumentsOf(each, functions))
  if (!isFields(value)) return []
  return Object.entries(value).flatMap(([name, argument]) => [
    ...(functions.test(name) ? [argument] : []),
    ...argumentsOf(argument, functions),
  ])
}
