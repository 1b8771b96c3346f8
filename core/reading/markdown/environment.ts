import type { StateCore } from 'markdown-it'
import { mostOfRule, type Problem } from '../../problem.ts'
import { type ConstructKind, constructProblem, type Place, searchIn } from './constructs/construct.ts'

/** The attribute that holds an element's line in the upload. The sanitizer removes it. */
export const lineAttribute = 'data-line'

/** What the rules of one rendering share. */
export type Environment = {
  /** Lines of the upload above the Markdown. */
  readonly lineOffset: number
  /** BCP 47. */
  readonly language: string
  readonly problems: Problem[]
  /** Searches for the end of a block that found none. */
  readonly unclosed: Set<string>
  /** The search in the last text. */
  search?: { readonly src: string; readonly find: Place['find'] }
}

type State = Pick<StateCore, 'env'>

/** Returns the environment that `renderMarkdown` passes to every rule. */
export function environmentOf(state: State): Environment {
  return state.env as Environment // only renderMarkdown renders
}

/** Adds a problem. @param line counts from 0 in the Markdown */
export function reportConstruct(
  state: State,
  kind: ConstructKind,
  source: string,
  outcome: string,
  line: number,
): void {
  const { problems, lineOffset } = environmentOf(state)
  if (problems.filter(({ rule }) => rule === kind).length >= mostOfRule) return
  problems.push(constructProblem(kind, source, outcome, line + 1 + lineOffset))
}

/** Returns the search in the text of a state. */
export function searchOf(state: State & { readonly src: string }): Place['find'] {
  const environment = environmentOf(state)
  if (environment.search?.src !== state.src) environment.search = { src: state.src, find: searchIn(state.src) }
  return environment.search.find
}
