import type { SourceFile } from './source-files.ts'

export type Violation = { readonly file: string; readonly what: string }

/** Our folders and packages that each folder may import besides itself. docs/architecture.md explains the rules. */
export const folders: Readonly<Record<string, readonly string[]>> = {
  core: ['schedule-expressions'],
  aws: ['core'],
  browser: ['core'],
  lambdas: ['core', 'aws'],
  infra: ['core', 'schedule-expressions'],
  build: ['core', 'infra', 'schedule-expressions'],
  packages: ['cdk-loopback', 'schedule-expressions'],
  operations: ['core', 'aws', 'build'],
  console: ['core', 'aws', 'operations'],
  cli: ['core', 'aws', 'operations', 'console', 'build', 'cdk-loopback'],
  bench: ['core', 'aws', 'lambdas', 'build', 'infra', 'operations', 'cli', 'console', 'cdk-loopback'],
}

const ourPackages = ['cdk-loopback', 'schedule-expressions']

/** The rooms of core/ in the order of data flow. A room may import only earlier ones. */
const rooms = [
  ...['text', 'html', 'reading', 'articles', 'feeds', 'pages', 'mail', 'schedules'],
  ...[
    'issues',
    'subscribers',
    'deliveries',
    'welcome',
    'permission',
    'feedback',
    'deployment',
    'monitoring',
    'diagnosis',
    'events',
    'audience',
  ],
]

/** Code that core/ must not contain, because it receives time, randomness and data as arguments. */
const impure = [
  { pattern: /\bDate\.now\(|\bnew Date\(\)/, what: 'reads a clock' },
  { pattern: /\bMath\.random\(|\brandomUUID\(|\brandomBytes\(/, what: 'uses randomness' },
  { pattern: /\bprocess\./, what: 'uses process' },
  { pattern: /(?<!\/\/)\bconsole\./, what: 'uses the console' },
  { pattern: /\bfetch\(/, what: 'uses the network' },
  { pattern: /\basync (?:function|\()|\bawait\b|\bPromise\b/, what: 'is asynchronous' },
]
const pureModules = ['node:crypto', 'node:url', 'node:util', 'node:buffer']

export function findViolations(files: readonly SourceFile[]): Violation[] {
  return files.flatMap((file) =>
    [...checkFolders(file), ...checkRooms(file), ...checkPackages(file), ...checkPurity(file)].map((what) => ({
      file: file.path,
      what,
    })),
  )
}

function checkFolders({ path, imports }: SourceFile): string[] {
  const folder = topOf(path)
  const own = topOf(path) === 'packages' ? path.split('/').slice(0, 2).join('/') : folder
  return imports
    .filter((target) => (isOurFile(target) ? !target.startsWith(`${own}/`) : ourPackages.includes(topOf(target))))
    .filter((target) => !folders[folder]?.includes(topOf(target)))
    .map((target) => `imports ${target}`)
}

/** Checks the order of rooms. Files directly in core/ are shared by all rooms, so they must not import any. */
function checkRooms({ path, imports }: SourceFile): string[] {
  const own = rooms.indexOf(roomOf(path) ?? '')
  return imports
    .filter((target) => topOf(path) === 'core' && topOf(target) === 'core' && roomOf(target) !== undefined)
    .filter((target) => rooms.indexOf(roomOf(target) ?? '') > own)
    .map((target) => `imports the later room ${target}`)
}

function checkPackages({ path, imports }: SourceFile): string[] {
  const folder = topOf(path)
  const sdk = imports.filter(
    (target) => target.startsWith('@aws-sdk/') && !['aws', 'packages', 'bench'].includes(folder),
  )
  const impureModules = imports.filter((target) => target.startsWith('node:') && !pureModules.includes(target))
  const isLambda = (file: string) => /^lambdas\/[^/]+\.ts$/.test(file)
  const otherLambdas = imports.filter((target) => isLambda(path) && isLambda(target))
  return [...sdk, ...(folder === 'core' ? impureModules : []), ...otherLambdas].map((target) => `imports ${target}`)
}

function checkPurity({ path, text }: SourceFile): string[] {
  const folder = topOf(path)
  const code = text.replace(/\/\*[\s\S]*?\*\/|(?<=^|\s)\/\/.*$/gm, '')
  if (folder === 'aws') return /\bprocess\.env\b/.test(code) ? ['reads the environment'] : []
  return folder === 'core' ? impure.filter(({ pattern }) => pattern.test(code)).map(({ what }) => what) : []
}

function isOurFile(target: string): boolean {
  return target.endsWith('.ts') && !target.includes('node_modules')
}

function topOf(path: string): string {
  return path.split('/')[0] ?? ''
}

function roomOf(file: string): string | undefined {
  const [, room, ...rest] = file.split('/')
  return rest.length > 0 ? room : undefined
}
