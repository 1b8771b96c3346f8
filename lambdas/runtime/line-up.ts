/** Lets tasks of one process run one after another, as they come; each succeeds or fails by itself. */
export function lineUp(): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve()
  return (task) => {
    const result = last.then(task, task)
    last = result
    return result
  }
}
