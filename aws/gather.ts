import { setImmediate } from 'node:timers/promises'

/**
 * Answers calls together that are made at the same time, such as those for the messages of one batch. A failure is that
 * of all of them.
 *
 * @param answerAll returns the answers in the order of the calls
 */
export function gather<Call, Answer>(
  answerAll: (calls: readonly Call[]) => Promise<readonly Answer[]>,
): (call: Call) => Promise<Answer> {
  let calls: Call[] = []
  let answers: Promise<readonly Answer[]> | undefined

  async function answerGathered(): Promise<readonly Answer[]> {
    await setImmediate()
    const gathered = calls
    calls = []
    answers = undefined
    return answerAll(gathered)
  }

  return async (call) => {
    const index = calls.push(call) - 1
    answers ??= answerGathered()
    return (await answers)[index] as Answer // one for each call
  }
}
