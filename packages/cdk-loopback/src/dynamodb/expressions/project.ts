import { type AttributeValue, attributeOf, type Item } from '../values/attribute-value.ts'
import type { Path } from './expression-tree.ts'

type Step = string | number

/** Returns only the values at the paths, within their maps and lists. Members of lists move up. */
export function project(item: Item, paths: readonly Path[]): Item {
  const projected = projectValue({ M: item }, paths)
  return projected && 'M' in projected ? projected.M : {}
}

function projectValue(value: AttributeValue, paths: readonly (readonly Step[])[]): AttributeValue | undefined {
  if (paths.some((path) => path.length === 0)) return value
  const branches = Map.groupBy(paths, ([step]) => step)
  if ('M' in value) {
    const members: [string, AttributeValue][] = []
    for (const [step, through] of branches) {
      const member = typeof step === 'string' ? attributeOf(value.M, step) : undefined
      const projected = member && projectValue(member, through.map(withoutFirst))
      if (projected) members.push([String(step), projected])
    }
    return members.length > 0 ? { M: Object.fromEntries(members) } : undefined
  }
  if ('L' in value) {
    const members = value.L.flatMap((member, position) => {
      const through = branches.get(position)
      return (through && projectValue(member, through.map(withoutFirst))) ?? []
    })
    return members.length > 0 ? { L: members } : undefined
  }
  return undefined
}

function withoutFirst([, ...rest]: readonly Step[]): readonly Step[] {
  return rest
}
