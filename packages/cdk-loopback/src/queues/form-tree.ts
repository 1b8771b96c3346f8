/** The fields of a form as a tree, because their names are paths: `Attribute.1.Name`. */
export type FormTree = string | { [name: string]: FormTree }

export function plantForm(form: URLSearchParams): { [name: string]: FormTree } {
  const tree: { [name: string]: FormTree } = {}
  for (const [path, value] of form) plant(tree, path.split('.'), value)
  return tree
}

function plant(tree: { [name: string]: FormTree }, [name = '', ...rest]: readonly string[], value: string): void {
  if (rest.length === 0) {
    tree[name] = value
    return
  }
  const existing = Object.hasOwn(tree, name) ? tree[name] : undefined
  const below = typeof existing === 'object' ? existing : {}
  tree[name] = below
  plant(below, rest, value)
}
