import { describe, expect, test } from 'vitest'
import { findMark, heldBack, isLeftover } from '../../../core/reading/held-back.ts'

const markOf = (path: string) => findMark(`articles/${path}`)?.name

describe('an upload whose path says that it is not for the public is held back', () => {
  test.each([
    ['_drafts/idea.md', '_drafts'],
    ['2026/_ideas/idea.md', '_ideas'],
    ['_index.md', '_index.md'],
    ['.hidden.md', '.hidden.md'],
    ['Drafts/idea.md', 'Drafts'],
    ['Entwürfe/idee.md', 'Entwürfe'],
    ['Entwürfe/idee.md', 'Entwürfe'],
    ['черновики/мысль.md', 'черновики'],
    ['下書き/a.md', '下書き'],
    ['Private/diary.md', 'Private'],
    ['Templates/daily note.md', 'Templates'],
    ['work-in-progress/a.md', 'work-in-progress'],
    ['draft.md', 'draft.md'],
    ['letter.draft.md', 'letter.draft.md'],
    ['letter (draft).md', 'letter (draft).md'],
    ['DRAFT letter.md', 'DRAFT letter.md'],
    ['letter-WIP.md', 'letter-WIP.md'],
    ['letter-draft-2.md', 'letter-draft-2.md'],
    ['letter draft v3.md', 'letter draft v3.md'],
    ['01_drafts/a.md', '01_drafts'],
    ['0 - Drafts/a.md', '0 - Drafts'],
    ['drafts-2026/a.md', 'drafts-2026'],
    ['Entwürfe 2026/a.md', 'Entwürfe 2026'],
    ['Drafts (old)/a.md', 'Drafts (old)'],
    ['blog_drafts/a.md', 'blog_drafts'],
  ])('%s: %s', (path, name) => expect(markOf(path)).toBe(name))
})

describe('deleted files and old versions are held back, with the pictures beside them', () => {
  test.each([
    '.trash/a.md',
    '.trash/a.png',
    '.Trash-1000/files/a.md',
    '.Trashes/501/a.md',
    'Trash/a.md',
    '$RECYCLE.BIN/S-1-5-21/$R1.md',
    'Papierkorb/a.png',
    '#recycle/a.md',
    '@Recycle/a.md',
    'lost+found/a.md',
    '.stversions/a~20260101-120000.md',
    '.stversions/map.png',
    '.sync/Archive/a.md',
    '.dropbox.cache/2026-01-01/a.md',
    'logseq/bak/a.md',
    'logseq/.recycle/a.md',
    'notes.old/a.md',
    'backup/a.md',
    'letters (conflicted copy 2026-01-01)/map.png',
  ])('%s', (path) => expect(markOf(path)).toBeDefined())
})

describe('folders of programs are held back, with everything in them', () => {
  test.each([
    'node_modules/x/README.md',
    'a/node_modules/x/logo.png',
    'node_modules/x/package.json',
    '.obsidian/workspace.json',
    '.git/description.txt',
    '__MACOSX/a.md',
    '__MACOSX/._a.png',
    '@eaDir/a.png/SYNO.png',
    '.github/README.md',
    'System Volume Information/a.txt',
    'CVS/a.txt',
  ])('%s', (path) => expect(markOf(path)).toBeDefined())
})

describe('conflict copies and other copies are held back', () => {
  test.each([
    'a.sync-conflict-20260101-120000-ABCDEFG.md',
    'a~20260101-120000.md',
    'a (conflicted copy 2026-01-01).md',
    "a (Ada's conflicted copy 2026-01-01).md",
    'a (conflicted copy 2026-01-01 120000).md',
    'a (Conflicted copy laptop 202601011200).md',
    'a (In Konflikt stehende Kopie von Ada 2026-01-01).md',
    'a (Copie en conflit de Ada 2026-01-01).md',
    'a (Copia en conflicto de Ada 2026-01-01).md',
    'a (Ada の競合コピー 2026-01-01).md',
    'a (конфликтующая копия 2026-01-01).md',
    'a (Case Conflict).md',
    'a (conflict).md',
    'a (SFConflict ada@example.org 2026-01-01-12-00-00).md',
    'a_conflict-20260101-120000.md',
    'a.Conflict.md',
    'a-DESKTOP-ABC123.md',
    'a-LAPTOP-0A1B2C3D-2.md',
    'a-Adas-MacBook-Pro.md',
    'a_BACKUP_123.md',
    'a_LOCAL_4.md',
    'a_REMOTE_4.html',
    'a_BASE_4.txt',
    'a (1).md',
    'a(2).md',
    'Copy of a.md',
    'a - Copy.md',
    'a - Copy (2).md',
    'a copy.md',
    'a copy 2.md',
    'a (copy).md',
    'a (another copy).md',
    'Kopie von a.md',
    'a - Kopie.md',
    'Copia de a.md',
    'a のコピー.md',
    'a - 副本.md',
    'a_conf(2026-01-01-120000).md',
    'a (Nextcloud conflict).md',
  ])('%s', (path) => expect(markOf(path)).toBe(path))
})

describe('copied folders are held back', () => {
  test.each(['Copy of letters/a.md', 'letters - Copy/a.md', 'letters - Kopie (2)/map.png'])('%s', (path) =>
    expect(markOf(path)).toBe(path.split('/')[0]),
  )
})

describe('leftovers of programs are held back', () => {
  test.each([
    'a.md~',
    'a.md.~1~',
    'a~.md',
    '#a.md#',
    '.#a.md',
    '.a.md.swp',
    'a.md.swp',
    'a.bak',
    'a.md.bak',
    'a.bak.md',
    'a.old',
    'a.old.md',
    'a.md.orig',
    'a.md.rej',
    'a.md.save',
    'a.md.save.1',
    'a.tmp',
    'a.md.mine',
    'a.md.r12',
    'a.md.d1760000000',
    'a.md.crdownload',
    'a.md.part',
    '.a.md.AbC123',
    '~$a.docx',
    '.~lock.a.odt#',
    '~WRL0001.tmp',
    'a (Autosaved).md',
    'a [AutoRecovered].md',
    'a_backup.md',
    '.DS_Store',
    'Thumbs.db',
    'desktop.ini',
    '.gitkeep',
    '._a.md',
    '._photo.jpg',
    '.syncthing.a.md.tmp',
  ])('%s', (path) => expect(markOf(path)).toBe(path))
})

describe('names without such a mark are not held back', () => {
  test.each([
    'a.md',
    '2026/b c.MARKDOWN',
    '_posts/2026-01-01-a.md',
    '../a.md',
    './a.md',
    '_images/photo.png',
    '.attachments/photo.png',
    'drafts/map.png',
    'a (1).png',
    'archive/2015/a.md',
    'conflicts/peace.md',
    'peace (and conflict).md',
    'private.md',
    'nfl-draft.md',
    'the-draft.md',
    'hard-copy.md',
    'copyright.md',
    'a-year-old.md',
    'how_to_save.md',
    'growing_old.md',
    'letters (2015).md',
    'C#.md',
    '#metoo.md',
    'v1.2.md',
    'a.en.md',
    'a-desktop-computer.md',
    'local-news_2.md',
    'photo-copies.md',
    'cache/a.md',
    'git/a.md',
    'private-eye.md',
    'nfl-draft-2026.md',
    'nfl-draft/a.md',
    'copy/a.md',
    'marketing copy/a.md',
    'how-to-backup.md',
    '2026/a.md',
    'Private Eye (1961)/a.md',
    'templates.md',
  ])('%s', (path) => expect(markOf(path)).toBeUndefined())
})

test('the problem names the mark, what it means and what to do', () => {
  const mark = findMark('backfill/_ideas/idea.md')
  expect(mark && heldBack(mark)).toEqual({
    rule: 'held-back',
    severity: 'warning',
    message: 'The name of the folder "_ideas" begins with "_", so this file is not published.',
    fix: 'To publish it, move it to another folder, or rename the folder.',
  })
})

test('a hostile name is classified in bounded time', () => {
  for (const part of ['(', '(conflict ', '~', '.bak', ' (1)', '_', 'copy ']) {
    const start = process.cpuUsage().user
    findMark(`articles/${part.repeat(1000)}`)
    expect(process.cpuUsage().user - start).toBeLessThan(50_000)
  }
})

test.each([
  ['.DS_Store', true],
  ['Thumbs.db', true],
  ['bath.md~', true],
  ['.obsidian/workspace.md', true],
  ['img/._map.png', true],
  ['_draft.md', false],
  ['drafts/bath.md', false],
  ['bath.md', false],
  ['img/map.png', false],
])('files that nobody means to publish are recognized: %s', (path, is) => {
  expect(isLeftover(`articles/${path}`)).toBe(is)
})
