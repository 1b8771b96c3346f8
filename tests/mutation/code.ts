import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import type { SourceFile } from '../support/source-files.ts'
import type { Mutant, Plan } from './plan.ts'

/** Stryker's instrumenter, as far as it is used here. */
type Instrumenter = {
  instrument(
    files: readonly { readonly name: string; readonly mutate: true; readonly content: string }[],
    options: { readonly plugins: null; readonly excludedMutations: readonly string[]; readonly ignorers: readonly [] },
  ): Promise<{
    readonly files: readonly { readonly name: string; readonly content: string }[]
    readonly mutants: readonly {
      readonly id: string
      readonly fileName: string
      readonly mutatorName: string
      readonly replacement: string
      readonly status?: string
      readonly location: { readonly start: Position; readonly end: Position }
    }[]
  }>
}
/** Line and column count from 0. */
type Position = { readonly line: number; readonly column: number }

/** Not a dependency: its 78 packages would slow down each installation. */
const tool = '@stryker-mutator/instrumenter@10.1.1'

/** Texts have their own tests. A removed block is a removed condition in most cases, and an emptied object a missing field. */
const excludedMutations = ['StringLiteral', 'BlockStatement', 'ObjectLiteral']

/** Puts all mutants of some files into their sources. Constants are left out: they are computed before a test can start. */
export async function mutateCode(
  files: readonly SourceFile[],
  folder: string,
): Promise<Pick<Plan, 'mutants' | 'sources'>> {
  const instrumenter = await loadInstrumenter(path.join(folder, 'tool'))
  const inputs = files.map(({ path: name, text: content }) => ({ name, mutate: true as const, content }))
  const result = await instrumenter.instrument(inputs, { plugins: null, excludedMutations, ignorers: [] })
  const textOf = new Map(files.map(({ path: file, text }) => [file, text]))
  const mutants = result.mutants
    .filter(({ status }) => status !== 'Ignored')
    .map((mutant): Mutant => {
      const { start, end } = mutant.location
      const lines = (textOf.get(mutant.fileName) ?? '').split('\n').slice(start.line, end.line + 1)
      const last = lines.length - 1
      const part = lines.map((text, index) =>
        text.slice(index === 0 ? start.column : 0, index === last ? end.column : undefined),
      )
      const { id, fileName: file, replacement, mutatorName: kind } = mutant
      return { id, file, line: start.line + 1, original: part.join('\n'), replacement, kind }
    })
  return { mutants, sources: Object.fromEntries(result.files.map(({ name, content }) => [name, content])) }
}

async function loadInstrumenter(folder: string): Promise<Instrumenter> {
  const main = path.join(folder, 'node_modules/@stryker-mutator/instrumenter/dist/src/index.js')
  if (!existsSync(main)) {
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save']
    const { status } = spawnSync('npm', ['install', '--prefix', folder, ...flags, tool], { stdio: 'inherit' })
    if (status !== 0) throw new Error(`npm could not install ${tool} in ${folder}`)
  }
  const { Instrumenter } = await import(pathToFileURL(main).href)
  const quiet = () => undefined
  return new Instrumenter({ debug: quiet, info: quiet, warn: quiet, error: quiet, isDebugEnabled: () => false })
}
