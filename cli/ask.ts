import { once } from 'node:events'
import { createInterface } from 'node:readline/promises'

/** Asks a question to be answered with yes or no. */
export type Ask = (question: string) => Promise<boolean>

/** Returns how to ask a person; undefined if the command runs in a script. */
export function terminal(): Ask | undefined {
  const { stdin: input, stderr: output } = process
  if (!input.isTTY || !output.isTTY) return undefined
  return async (question) => {
    const dialogue = createInterface({ input, output })
    // The dialogue closes without an answer at the end of the input and after Ctrl-C.
    const answer = await Promise.race([dialogue.question(question), once(dialogue, 'close').then(() => '')])
    dialogue.close()
    return /^y(es)?$/i.test(answer.trim())
  }
}
