import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** A file with what it imports: paths from the root for our own, names for packages. */
export type SourceFile = { readonly path: string; readonly text: string; readonly imports: readonly string[] }

export type Violation = { readonly file: string; readonly what: string }

/** Folders and the folders of ours that each may import, besides itself (docs/architecture.md has the picture). */
const allowed: Readonly<Record<string, readonly string[]>> = {
  core: [],
  aws: ['core'],
  browser: ['core'],
  lambdas: ['core', 'aws'],
  infra: ['core'],
  build: ['core', 'infra'],
  packages: [],
  console: ['core', 'aws'],
  cli: ['core', 'aws', 'console', 'build'],
  bench: ['core', 'aws', 'lambdas', 'build', 'infra', 'cli', 'console'],
}

/** Packages of ours, and the folders that may import each. */
const packages: Readonly<Record<string, readonly string[]>> = {
  'cdk-loopback': ['cli', 'bench'],
  'schedule-expressions': ['core', 'infra', 'packages'],
}

/** The stages of the product in the order data flows: a later one may import an earlier one, not the reverse. */
const stages = [
  'text',
  'html',
  'reading',
  'articles',
  'feeds',
  'pages',
  'mail',
  'schedules',
  'issues',
  'subscribers',
  'deliveries',
  'feedback',
]

/** What core/ must not reach for: it gets its time, randomness and data as arguments. */
const impure = [
  { pattern: /\bDate\.now\(|\bnew Date\(\)/, what: 'reads a clock' },
  { pattern: /\bMath\.random\(|\brandomUUID\(|\brandomBytes\(/, what: 'makes randomness' },
  { pattern: /\bprocess\./, what: 'uses process' },
  { pattern: /\bconsole\./, what: 'uses console' },
  { pattern: /\bfetch\(/, what: 'uses the network' },
]
const pureModules = ['node:crypto', 'node:url', 'node:util', 'node:buffer']

export function readSources(root: string, folders: readonly string[] = Object.keys(allowed)): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
      .map((file) => parseSource(file, readFileSync(path.join(root, file), 'utf8'))),
  )
}

export function parseSource(file: string, text: string): SourceFile {
  const specifiers = [...text.matchAll(/(?:\bfrom\s+|\bimport\s+|\bimport\()['"]([^'"]+)['"]/g)].map((m) => m[1] ?? '')
  const resolve = (specifier: string) =>
    specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : specifier
  return { path: file, text, imports: specifiers.map(resolve) }
}

export function findViolations(files: readonly SourceFile[]): Violation[] {
  return files.flatMap((file) =>
    [...checkFolders(file), ...checkStages(file), ...checkPackages(file), ...checkPurity(file)].map((what) => ({
      file: file.path,
      what,
    })),
  )
}

function checkFolders({ path: file, imports }: SourceFile): string[] {
  const folder = folderOf(file)
  const mayImport = allowed[folder] ?? []
  return imports
    .filter((target) => isOurs(target) && folderOf(target) !== folder)
    .filter((target) => !mayImport.includes(folderOf(target)) && !mayImport.includes(target))
    .map((target) => `imports ${target}`)
}

function checkStages({ path: file, imports }: SourceFile): string[] {
  const own = stages.indexOf(stageOf(file))
  return imports
    .filter((target) => folderOf(file) === 'core' && folderOf(target) === 'core')
    .filter((target) => stages.indexOf(stageOf(target)) > (own < 0 ? stages.length : own))
    .map((target) => `imports the later stage ${target}`)
}

function checkPackages({ path: file, imports }: SourceFile): string[] {
  const folder = folderOf(file)
  const sdk = ['aws', 'packages', 'bench'].includes(folder)
    ? []
    : imports.filter((target) => target.startsWith('@aws-sdk/'))
  const impureModules = imports.filter((target) => target.startsWith('node:') && !pureModules.includes(target))
  const otherLambdas = /^lambdas\/[^/]+\.ts$/.test(file) ? imports.filter((t) => /^lambdas\/[^/]+\.ts$/.test(t)) : []
  const ours = imports.filter((target) => packages[target.split('/')[0] ?? '']?.includes(folder) === false)
  return [...sdk, ...ours, ...(folder === 'core' ? impureModules : []), ...otherLambdas].map(
    (target) => `imports ${target}`,
  )
}

function checkPurity({ path: file, text }: SourceFile): string[] {
  const folder = folderOf(file)
  const code = text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')
  if (folder === 'aws') return /\bprocess\.env\b/.test(code) ? ['reads the environment'] : []
  return folder === 'core' ? impure.filter(({ pattern }) => pattern.test(code)).map(({ what }) => what) : []
}

function isOurs(target: string): boolean {
  return target.endsWith('.ts') && !target.includes('node_modules')
}

function folderOf(file: string): string {
  return file.split('/')[0] ?? ''
}

function stageOf(file: string): string {
  return file.split('/')[1] ?? ''
}
