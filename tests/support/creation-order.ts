type Resources = Readonly<Record<string, unknown>>

/**
 * Sorts a template's resources so that each comes after those it refers to, as CloudFormation does when it creates a stack.
 * @throws {Error} naming the resources of a cycle
 */
export function creationOrder(resources: Resources): string[] {
  const waiting = new Map(
    Object.entries(resources).map(([id, resource]) => [
      id,
      new Set(references(resource).filter((each) => each !== id)),
    ]),
  )
  const order: string[] = []
  for (;;) {
    const ready = [...waiting].flatMap(([id, needed]) => ([...needed].some((each) => waiting.has(each)) ? [] : [id]))
    if (ready.length === 0) break
    for (const id of ready) waiting.delete(id)
    order.push(...ready)
  }
  if (waiting.size > 0) throw new Error(`These resources form a cycle: ${[...waiting.keys()].join(', ')}`)
  return order
}

/** Lists the logical ids that a value refers to with Ref, Fn::GetAtt, Fn::Sub or DependsOn, at any depth. */
function references(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(references)
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, argument]) => {
    if (name === 'Ref' || name === 'DependsOn') return [argument].flat().map(String)
    if (name === 'Fn::GetAtt')
      return [Array.isArray(argument) ? String(argument[0]) : (String(argument).split('.', 1)[0] ?? '')]
    if (name !== 'Fn::Sub') return references(argument)
    const [text, variables] = [argument].flat()
    return [...String(text).matchAll(/\$\{([^!.}]+)/g)].map(([, id = '']) => id).concat(references(variables))
  })
}
