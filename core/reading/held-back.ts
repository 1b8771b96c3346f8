import { type Problem, warning } from '../problem.ts'
import { isFileName } from './media-types.ts'
import {
  conflictDetail,
  conflictWord,
  copyNames,
  discardFolders,
  draftNames,
  folderCopies,
  leftoverNames,
  leftoverStems,
  markedFolders,
  privateFolders,
  programFolders,
  syncConflict,
} from './private-names.ts'

/** The part of a path which says that an upload is not meant for the public. */
export type PrivacyMark = {
  readonly kind: 'folder' | 'file'
  readonly name: string
  /** What the name says: 'begins with "_"'. */
  readonly meaning: string
}

/**
 * Returns the mark that holds an upload back; undefined if there is none. A picture or another file beside an article is
 * published only where an article refers to it, so only folders of programs and for deleted files hold it back.
 */
export function findMark(key: string): PrivacyMark | undefined {
  const [, ...folders] = key.split('/')
  const name = folders.pop() ?? ''
  const isBeside = isFileName(name)
  for (const folder of folders) {
    const meaning = meaningOfFolder(folder, isBeside)
    if (meaning !== undefined) return { kind: 'folder', name: folder, meaning }
  }
  const meaning = isBeside ? (name.startsWith('._') ? program : undefined) : meaningOfFile(name)
  return meaning === undefined ? undefined : { kind: 'file', name, meaning }
}

export function heldBack({ kind, name, meaning }: PrivacyMark): Problem {
  return warning('held-back', `The name of the ${kind} "${name}" ${meaning}, so this file is not published.`, {
    fix: `To publish it, ${kind === 'folder' ? 'move it to another folder, or rename the folder' : 'rename it'}.`,
  })
}

const program = 'says that a program made it for itself'
const copy = 'says that it is a copy that a program made'
const discarded = 'says that it contains deleted files or old versions'
const unfinished = 'says that it is private or not finished'

/** Recognizes files that nobody means to publish, such as `.DS_Store`, `Thumbs.db` and `letter.md~`. */
export function isLeftover(key: string): boolean {
  return key.split('/').some((each) => each.startsWith('.')) || findMark(key)?.meaning === program
}

function meaningOfFolder(folder: string, isBeside: boolean): string | undefined {
  const name = plainName(folder)
  if (/^\.{0,2}$/.test(folder)) return undefined
  if (discardFolders.has(name) || /^\.trash|(~|\.(bak|old|orig|backup))$/i.test(folder)) return discarded
  if (programFolders.test(folder) || (/^([.$#@~]|__)/.test(folder) && markedFolders.has(name))) return program
  if (isConflict(folder) || matches(folderCopies, folder)) return copy
  if (isBeside) return undefined
  const isPrivate = privateFolders.has(name) || privateFolders.has(withoutNumbers(name)) || / drafts$/.test(name)
  return isPrivate ? unfinished : firstCharacter(folder)
}

function meaningOfFile(name: string): string | undefined {
  const stem = name.normalize('NFC').replace(/(\.(md|markdown|txt|html?)){1,3}$/i, '')
  if (matches(leftoverNames, name) || matches(leftoverStems, stem)) return program
  if (isConflict(stem) || matches(copyNames, stem)) return copy
  return matches(draftNames, stem) ? unfinished : firstCharacter(name)
}

function matches(patterns: readonly RegExp[], text: string): boolean {
  return patterns.some((pattern) => pattern.test(text))
}

function isConflict(name: string): boolean {
  const groups = [...name.matchAll(/[([]([^()[\]]{1,200})[)\]]/g)].map(([, group = '']) => group)
  return syncConflict.test(name) || groups.some((each) => conflictWord.test(each) && conflictDetail.test(each))
}

/** Jekyll and Hexo publish the folder `_posts`. */
function firstCharacter(name: string): string | undefined {
  const [first = ''] = name
  return /[._~]/.test(first) && !/^_posts$/i.test(name) ? `begins with "${first}"` : undefined
}

/** Returns the words of a name without numbers and brackets around them: `01 drafts`, `drafts (old)`. */
function withoutNumbers(name: string): string {
  return name.replace(/\([^()]*\)| ?\d+ ?/g, '').trim()
}

/** Returns a name in lower case, with spaces between its words and without the characters that mark it as hidden. */
function plainName(name: string): string {
  const words = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[._\s-]+/g, ' ')
  return words.replace(/^[$#@~ ]+| $/g, '')
}
