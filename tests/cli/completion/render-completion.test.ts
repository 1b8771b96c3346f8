import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { renderCompletion, type Shell } from '../../../cli/completion/render-completion.ts'
import { commands } from '../../../cli/postrider.ts'
import { createProgram } from '../../../cli/program.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'postrider-completion-'))
afterAll(() => rmSync(folder, { recursive: true }))
writeFileSync(path.join(folder, 'letter.md'), '')
const program = await createProgram(commands, [])
const scriptOf = (shell: Shell) => renderCompletion(program, shell, ['daily', 'weekly'])

/** Returns what bash offers for the last of some words. */
function completeInBash(...words: string[]): string[] {
  const list = words.map((word) => `'${word}'`).join(' ')
  const run = `COMP_WORDS=(postrider ${list}); COMP_CWORD=${words.length}; _postrider; printf '%s\\n' "\${COMPREPLY[@]}"`
  const output = execFileSync('bash', ['-c', `${scriptOf('bash')}\n${run}`], { encoding: 'utf8', cwd: folder })
  return output.split('\n').filter(Boolean)
}

describe('in bash', () => {
  test('commands and their subcommands are completed', () => {
    expect(completeInBash('pub')).toEqual(['publish'])
    expect(completeInBash('digest', 'ho')).toEqual(['hold', 'holds'])
    expect(completeInBash('--json', 'issues', 'sh')).toEqual(['show'])
  })
  test('options of the command and of all commands are completed', () => {
    expect(completeInBash('publish', '--dry')).toEqual(['--dry-run'])
    expect(completeInBash('publish', 'letter.md', '--da')).toEqual(['--data'])
    expect(completeInBash('publish', '--repl')).toEqual([]) // hidden
  })
  test('names of digests and of files are completed', () => {
    expect(completeInBash('digest', 'plan', '')).toEqual(['daily', 'weekly'])
    expect(completeInBash('publish', 'le')).toEqual(['letter.md'])
    expect(completeInBash('issues', 'ls', 'le')).toEqual([])
  })
})

describe.each(['zsh', 'fish'] as const)('in %s', (shell) => {
  const isMissing = spawnSync(shell, ['--version']).error !== undefined
  test.skipIf(isMissing)('the script is well-formed', () => {
    const file = path.join(folder, `script.${shell}`)
    writeFileSync(file, scriptOf(shell))
    expect(spawnSync(shell, ['-n', file], { encoding: 'utf8' })).toMatchObject({ status: 0, stderr: '' })
  })
  test('the script names every command', () => {
    for (const { name, commands: inner } of program.commands.map((each) => ({
      name: each.name(),
      commands: each.commands,
    }))) {
      expect(scriptOf(shell)).toContain(name)
      for (const each of inner) expect(scriptOf(shell)).toContain(`${name} ${each.name()}`)
    }
  })
})

test.skipIf(spawnSync('fish', ['--version']).error !== undefined)('fish offers digests and subcommands', () => {
  const file = path.join(folder, 'complete.fish')
  writeFileSync(file, scriptOf('fish'))
  const complete = (line: string) => {
    const script = `source ${file}; complete -C '${line}'`
    return execFileSync('fish', ['--no-config', '-c', script], { encoding: 'utf8', cwd: folder })
      .split('\n')
      .map((each) => each.split('\t')[0])
  }
  expect(complete('postrider digest ho').slice(0, 2)).toEqual(['hold', 'holds'])
  expect(complete('postrider digest plan d')).toContain('daily')
})
