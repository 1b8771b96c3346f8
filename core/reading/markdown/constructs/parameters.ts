/** A parameter of a tag or shortcode: `key="value"`, or only a value. */
export type Parameter = { readonly key: string | undefined; readonly value: string }

/** Reads parameters as they are written in tags of Liquid, Nunjucks, Hugo and WordPress, with or without commas. */
export function readParameters(text: string): readonly Parameter[] {
  const words = text.slice(0, 2000).matchAll(/(?:([\w-]+)\s*[=:]\s*)?(?:"([^"]*)"|'([^']*)'|`([^`]*)`|([^\s"'`=,]+))/g)
  return [...words].map(([, key, ...values]) => ({ key, value: values.find((each) => each !== undefined) ?? '' }))
}

/** Returns the parameter with one of the names, or else the one at `position` among those without a name. */
export function parameter(
  parameters: readonly Parameter[],
  names: readonly string[],
  position?: number,
): string | undefined {
  const named = parameters.find(({ key }) => key !== undefined && names.includes(key.toLowerCase()))
  if (named || position === undefined) return named?.value
  return parameters.filter(({ key }) => key === undefined)[position]?.value
}
