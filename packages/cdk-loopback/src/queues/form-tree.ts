import { AwsError } from '../endpoint/aws-service.ts'

/** The fields of a form as a tree, because their names are paths: `Attribute.1.Name`. */
export type FormTree = string | { [name: string]: FormTree }

/** The longest path is `SendMessageBatchRequestEntry.1.MessageAttribute.1.Value.StringValue`. */
const mostNames = 10

/** @throws {AwsError} MalformedQueryString for a path that is longer than any of AWS */
export function plantForm(form: URLSearchParams): { [name: string]: FormTree } {
  const tree: { [name: string]: FormTree } = {}
  for (const [path, value] of form) {
    const names = path.split('.', mostNames + 1)
    if (names.length > mostNames) throw new AwsError('MalformedQueryString', 400, 'A parameter has too long a name.')
    plant(tree, names, value)
  }
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
