import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findContent } from '../../../operations/uploads/content-files.ts'
import { rehearseContent } from '../../../operations/uploads/rehearse-content.ts'
import { png } from '../../core/articles/png.ts'
import { site } from '../../core/reading/sample.ts'
import { openArticleLambdas } from '../../support/article-lambdas.ts'

type Answers = Readonly<Record<string, unknown>>

/** Uploads every file of a folder, and returns the receipts of all of them. */
async function upload(folder: string): Promise<Answers> {
  const lambdas = await openArticleLambdas()
  const { files } = findContent([folder], {})
  for (const { file, key } of files) await lambdas.upload(key, await readFile(file))
  await lambdas.settle()
  const receipts = await Promise.all(files.map(({ key }) => lambdas.readReceipt(key)))
  return Object.fromEntries(
    files.map(({ key }, n) => [
      key,
      [receipts[n]?.state ?? 'ignored', receipts[n]?.title, receipts[n]?.problems ?? []],
    ]),
  )
}

function lint(folder: string): Answers {
  const results = rehearseContent(findContent([folder], {}), site, new Date())
  return Object.fromEntries(results.map(({ key = '', state, title, problems }) => [key, [state, title, problems]]))
}

async function write(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'postrider-lint-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true })
    await writeFile(path.join(folder, name), content)
  }
  return folder
}

/** An article with nothing to complain about, except for what a test adds. */
const letter = (title: string, text: string, more = '') =>
  `---\ntitle: ${title}\ndate: 2026-03-01\nsummary: A letter.\n${more}---\n\n${text}\n`

const difficult = {
  'articles/2026/bath/index.md': letter('Bath', '![The pump room](pump.png)\n\n[Plan](plan.pdf), [lost](lost.pdf).'),
  'articles/2026/bath/pump.png': png(40, 30),
  'articles/2026/bath/plan.pdf': '%PDF-1.7',
  'articles/2026/bath/unused.png': png(4, 4),
  'articles/2026/bath/empty.mp3': '',
  'articles/2026/wells.md': letter('Wells', '![Elsewhere](bath/pump.png) ![](gone.webp)'),
  'articles/same-1.md': letter('The same title', 'One text.'),
  'articles/same-2.md': letter('The same title', 'Another text.'),
  'articles/twin-1.md': letter('Twins', 'The same text.'),
  'articles/twin-2.md': letter('Twins', 'The same text.'),
  'articles/links.md': letter('Links', '[there](twin-1.md) [nowhere](nowhere.md) [here](#x) [mine](http://localhost/)'),
  'articles/draft.md': letter('Draft', 'Text with ![a picture](draft.png).', 'draft: true\n'),
  'articles/draft.png': png(4, 4),
  'articles/later.md': letter('Later', 'Text.').replace('2026', '2062'),
  'articles/old.md': letter('Old', 'Text.').replace('2026', '1962'),
  'articles/bad-date.md': letter('Bad', 'Text.').replace('2026-03-01', 'soon'),
  'articles/unclosed.md': '---\ntitle: Unclosed\n',
  'articles/untitled.md': 'Only a paragraph.',
  'articles/empty.md': '',
  'articles/binary.md': new Uint8Array([0, 1, 2, 3, 255, 254, 0, 0]),
  'articles/latin1.txt': Buffer.from(
    'Caf\u00E9 au lait\n\nUne tasse de caf\u00E9, s\u2019il vous pla\u00EEt, et un t\u00E9.',
    'latin1',
  ),
  'articles/large.md': new Uint8Array(2_000_001).fill(97),
  'articles/long-mail.md': letter('Long', 'long '.repeat(20_000)),
  'articles/notes.xyz': 'Text.',
  'articles/.DS_Store': 'junk',
  'articles/_drafts/idea.md': letter('An idea', 'Not yet.'),
  'articles/.trash/gone.md': letter('Gone', 'Deleted.'),
  'articles/letter~': 'A backup.',
  'articles/node/map copy.png': png(4, 4),
  'articles/Copy of letter.md': letter('A copy', 'Text.'),
  'articles/@eaDir/letter.md': letter('Metadata', 'Text.'),
  'letters/stray.md': letter('Stray', 'Text.'),
  'Articles/upper.md': letter('Upper', 'Text.'),
  'Issues/daily.md': 'Good evening.',
  'issues/map.png': png(4, 4),
  'articles/été à Paris/№ 1.html':
    '<title>Été</title><h3>Jump</h3><p style="color:#000">Text <img src="../../backfill/old.gif" alt="x">',
  'backfill/2015.md': letter('An old letter', 'Text.').replace('2026', '2015'),
  'backfill/undated.md': '# Undated\n\nText.\n',
  'issues/daily.md': 'Good morning. [A link](http://localhost/)\n',
  'issues/hourly.md': 'No such digest.\n',
  'issues/daily.sponsor.md': '',
}

test('every file of the seeds is answered as its upload is', async () => {
  const folder = await write({})
  await cp('seeds', folder, { recursive: true })
  expect(lint(folder)).toEqual(await upload(folder))
})

test('every file of a difficult folder is answered as its upload is', async () => {
  const folder = await write(difficult)
  const answers = lint(folder)
  expect(Object.keys(answers)).toHaveLength(Object.keys(difficult).length)
  expect(answers).toEqual(await upload(folder))
})
