import { copy, search, subscribe } from '#templates/scripts'
import { nameByContent } from './content-name.ts'

export type Script = ReturnType<typeof nameByContent>

/** The scripts that run in readers' browsers, built from browser/. */
export const scripts = {
  search: nameByContent('search', 'js', search),
  copy: nameByContent('copy', 'js', copy),
  subscribe: nameByContent('subscribe', 'js', subscribe),
}
