import type { TemplateSections } from './template-sections.ts'
import { Unresolved } from './unresolved.ts'

/** Returns the values of a template's parameters, and the problems with the values from the caller. */
export function readParameters(
  declared: TemplateSections['Parameters'],
  overrides: Readonly<Record<string, string>>,
): { values: ReadonlyMap<string, unknown>; problems: { path: string; message: string }[] } {
  const problems = Object.keys(overrides)
    .filter((name) => !Object.hasOwn(declared, name))
    .map((path) => ({ path, message: 'was given a value, but the template has no such parameter' }))
  const values = new Map<string, unknown>()
  for (const [name, { Type, Default }] of Object.entries(declared)) {
    const value = overrides[name] ?? Default
    if (value === undefined) problems.push({ path: name, message: 'has no default: give it a value' })
    else if (overrides[name] === undefined && Type.startsWith('AWS::SSM::Parameter::')) {
      values.set(name, new Unresolved(`the parameter ${name} is looked up in SSM: give it a value`))
    } else
      values.set(
        name,
        isList(Type)
          ? String(value)
              .split(',')
              .map((each) => each.trim())
          : String(value),
      )
  }
  return { values, problems }
}

function isList(type: string): boolean {
  return type === 'CommaDelimitedList' || type.includes('List<')
}
