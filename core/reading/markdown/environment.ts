import type { StateCore } from 'markdown-it'
import type { Problem } from '../../problem.ts'

/** What the rules of one rendering share. */
export type Environment = {
  /** Lines of the upload above the Markdown. */
  readonly lineOffset: number
  /** BCP 47. */
  readonly language: string
  readonly problems: Problem[]
  /** Searches for the end of a block that found none. */
  readonly unclosed: Set<string>
}

/** Returns the environment that `renderMarkdown` passes to every rule. */
export function environmentOf(state: Pick<StateCore, 'env'>): Environment {
  return state.env as Environment // only renderMarkdown renders
}
