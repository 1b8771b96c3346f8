/** Runs a function without the rights of root, who can read everything. */
export function withoutRoot<Result>(run: () => Result): Result {
  if (process.getuid?.() !== 0) return run()
  process.seteuid?.(65534) // nobody
  try {
    return run()
  } finally {
    process.seteuid?.(0)
  }
}
