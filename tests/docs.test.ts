import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkNames, checks } from '../core/diagnosis/checks.ts'

const root = path.resolve(import.meta.dirname, '..')
const read = (file: string) => readFileSync(path.join(root, file), 'utf8')
const files = globSync('**', { cwd: root, exclude: (name) => /^(node_modules|dist|cdk\.out|preview)$/.test(name) })
const tops = new Set(files.map((file) => file.split('/')[0] ?? ''))
const documents = files.filter((file) => file.endsWith('.md') && !file.startsWith('seeds/')).sort()
const guides = documents.filter((file) => ['README.md', 'CONTRIBUTING.md'].includes(file) || file.startsWith('docs/'))

const texts = (pattern: RegExp, text: string) => [...text.matchAll(pattern)].map(([, match = '']) => match)
const withoutBlocks = (text: string) => text.replace(/^ *```[\s\S]*?^ *```/gm, '')

/** Returns the links that lead to no file, or to no heading of their file. */
function brokenLinks(file: string, text: string): string[] {
  const links = texts(/\]\(([^)\s]+)\)/g, withoutBlocks(text).replace(/`[^`\n]+`/g, ''))
  return links.filter((link) => {
    if (/^[a-z]+:/.test(link)) return false
    const [name = '', anchor] = link.split('#')
    const target = name === '' ? file : path.join(path.dirname(file), name).replace(/\/$/, '')
    if (!files.includes(target)) return true
    return anchor !== undefined && !anchorsOf(target === file ? text : read(target)).includes(anchor)
  })
}

/** Returns the anchors that GitHub derives from headings. */
function anchorsOf(text: string): string[] {
  const headings = texts(/^#+ (.*)$/gm, withoutBlocks(text))
  return headings.map((heading) =>
    heading
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  )
}

/** Returns the paths in backticks that look like ours and match no file. `<name>` stands for any name. */
function missingPaths(text: string): string[] {
  const spans = texts(/`([^`\n]+)`/g, withoutBlocks(text)).flatMap((span) => span.split(' '))
  const ours = spans.filter((span) =>
    /^[\w@-]+\//.test(span) ? tops.has(span.split('/')[0] ?? '') : /^[\w-][\w.-]*\.(ts|js|mjml|hbs|css)$/.test(span),
  )
  return ours.filter((span) => {
    const pattern = span.replace(/<[^>]+>/g, '*').replace(/\/$/, '')
    return !files.some((file) => path.matchesGlob(file, span.includes('/') ? pattern : `**/${pattern}`))
  })
}

/** The commands of the CLI, such as `lint` and `digest plan`. One with further files has a folder of its own: `backup/backup`. */
const commands = texts(/import\('\.\/(\S+)\.ts'\)/g, read('cli/postrider.ts')).map((file) =>
  file.replace(/^(\w+)\/\1$/, '$1').replace('/', ' '),
)
const { scripts } = JSON.parse(read('package.json')) as { scripts: object } // ours
function unknownCommands(text: string): string[] {
  const calls = texts(/\bnpx postrider ([a-z]+(?: [a-z]+)?)/g, text)
  const unknown = calls.filter((call) => !commands.includes(call) && !commands.includes(call.split(' ')[0] ?? ''))
  return [...unknown, ...texts(/\bnpm run ([a-z][\w:-]*)/g, text).filter((script) => !Object.hasOwn(scripts, script))]
}

/** Returns the commented lines of commands to paste. At a prompt, zsh takes a comment for arguments. */
function commentedCommands(text: string): string[] {
  const blocks = [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```/gm)].map(([, block = '']) => block)
  return blocks.flatMap((block) => block.split('\n')).filter((line) => /(?:^|\s)#\s/.test(line))
}

describe.each(documents)('%s', (file) => {
  it('has no comments in commands to paste', () => expect(commentedCommands(read(file))).toEqual([]))
  it('links only to files and headings that exist', () => expect(brokenLinks(file, read(file))).toEqual([]))
  it('names only commands that exist', () => expect(unknownCommands(read(file))).toEqual([]))
})
it.each(guides)('%s names only files that exist', (file) => expect(missingPaths(read(file))).toEqual([]))

it('docs/commands.md lists every command', () => {
  const listed = texts(/^\| `([^`]+)` \|/gm, read('docs/commands.md'))
  expect(commands.filter((command) => !listed.includes(command))).toEqual([])
})

it('README.md lists every command', () => {
  const listed = texts(/(\w+)/g, read('README.md').split('## Commands')[1]?.split('## ')[0] ?? '')
  expect(commands.filter((command) => !command.split(' ').every((word) => listed.includes(word)))).toEqual([])
})

it('docs/architecture.md names every Lambda', () => {
  const lambdas = files.flatMap((file) => texts(/^lambdas\/([^/]+)\.ts$/g, file))
  expect(lambdas.filter((name) => !read('docs/architecture.md').split('## Folders')[0]?.includes(name))).toEqual([])
})

it('planted mistakes are found', () => {
  expect(brokenLinks('README.md', '[a](docs/none.md) [b](docs/scale.md#none) [c](#none) [d](LICENSE)')).toHaveLength(3)
  expect(missingPaths('`core/none.ts` `none.hbs` `core/*.ts` `cli/<group>/hold.ts`')).toHaveLength(2)
  expect(commentedCommands("```sh\nnpm ci # once\n# then\nprintf '# Title'\n```")).toEqual(['npm ci # once', '# then'])
  expect(unknownCommands('npx postrider publish a.md, npx postrider digest sign daily, npm run tests')).toHaveLength(2)
})

describe('docs/doctor.md', () => {
  const text = read('docs/doctor.md')

  it('has a section for each check, and a row for each finding with what users lose', () => {
    for (const name of checkNames) {
      const [, section = ''] = text.split(`\n## \`${name}\`\n`)
      expect(section, name).not.toBe('')
      for (const [each, { severity, loss }] of Object.entries(checks[name].findings))
        expect(section.split('\n## ')[0]).toContain(`| \`${name}.${each}\` | ${severity} | ${loss} | `)
    }
  })

  it('describes no finding that does not exist', () => {
    const ids = texts(/^\| `([\w-]+\.[\w-]+)` \|/gm, text)
    const known = checkNames.flatMap((name) => Object.keys(checks[name].findings).map((each) => `${name}.${each}`))
    expect(ids.toSorted()).toEqual(known.toSorted())
  })
})
