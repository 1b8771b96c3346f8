/** The commands that the policy `Editor` grants. All others that use a stack need the policy `Operator`. */
const editorCommands: readonly string[] = ['publish', 'withdraw', 'receipts', 'articles', 'digest note']

/** Returns the name of the policy to ask for if a command is refused. @param path such as `digest plan` */
export function policyOf(path: string): 'Editor' | 'Operator' {
  return editorCommands.includes(path) ? 'Editor' : 'Operator'
}
