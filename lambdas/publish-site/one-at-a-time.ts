/**
 * Returns a function that runs tasks one at a time, in the order of its calls. A task that fails does not stop the next
 * one.
 */
export function oneAtATime(): <Result>(task: () => Promise<Result>) => Promise<Result> {
  let last: Promise<unknown> = Promise.resolve()
  return (task) => {
    const result = last.then(task, task)
    last = result
    return result
  }
}
