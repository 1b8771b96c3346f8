import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'

/** A file with its imports: paths from the root for our own files, names for packages. */
export type SourceFile = { readonly path: string; readonly text: string; readonly imports: readonly string[] }

/** Reads the TypeScript files below some folders of the project. */
export function readSources(root: string, folders: readonly string[]): SourceFile[] {
  return globSync(
    folders.map((folder) => `${folder}/**/*.ts`),
    { cwd: root, exclude: (name) => name === 'node_modules' },
  )
    .sort()
    .map((file) => parseSource(file, readFileSync(path.join(root, file), 'utf8')))
}

export function parseSource(file: string, text: string): SourceFile {
  const specifiers = [...text.matchAll(/(?:\bfrom\s+|\bimport\s+|\bimport\()['"]([^'"]+)['"]/g)].map((m) => m[1] ?? '')
  const resolve = (specifier: string) =>
    specifier.startsWith('.') ? path.posix.join(path.posix.dirname(file), specifier) : specifier
  return { path: file, text, imports: specifiers.map(resolve) }
}

/** Returns each cycle of imports once, as the files in it. */
export function findCycles(files: readonly SourceFile[]): string[][] {
  const importsOf = new Map(files.map((file) => [file.path, file.imports]))
  const finished = new Set<string>()
  const cycles: string[][] = []
  const visit = (file: string, trail: readonly string[]): void => {
    const start = trail.indexOf(file)
    if (start >= 0) cycles.push([...trail.slice(start), file])
    if (start >= 0 || finished.has(file)) return
    for (const target of importsOf.get(file) ?? []) visit(target, [...trail, file])
    finished.add(file)
  }
  for (const file of importsOf.keys()) visit(file, [])
  return cycles
}
