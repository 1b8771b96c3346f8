import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Plugin } from 'esbuild'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { build } from '../../build/build.ts'
import { bundleLambdas } from '../../build/lambdas.ts'
import { publishers } from '../../core/deployment/publishers.ts'

const root = path.resolve(import.meta.dirname, '../..')

const dist = path.join(root, 'dist', 'lambdas')
const read = (folder: string, lambda: string) => readFileSync(path.join(folder, lambda, 'index.mjs'), 'utf8')
const versionOf = (folder: string) =>
  /release:\{version:"([0-9a-f]{16})"/.exec(read(folder, 'complete-deployment'))?.[1]

/** Bundles all Lambdas, with one more statement in a source, into a folder. */
async function bundleWith(file: RegExp, folder: string): Promise<void> {
  const plugin: Plugin = {
    name: 'change',
    setup: ({ onLoad }) =>
      onLoad({ filter: file }, ({ path: source }) => ({
        contents: `${readFileSync(source, 'utf8')}\nglobalThis.changed = true`,
        loader: source.endsWith('.ts') ? 'ts' : 'js',
      })),
  }
  await bundleLambdas(folder, [plugin])
}

/** The bundles with another sender, in a folder that had those of an earlier build. */
let folder: string
let earlier: readonly string[]

beforeAll(async () => {
  await build()
  folder = mkdtempSync(path.join(tmpdir(), 'bundles-'))
  const [part, lambda] = [path.join(folder, 'ingest-article', 'OLD.mjs'), path.join(folder, 'old', 'index.mjs')]
  for (const file of [part, lambda]) {
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, '')
  }
  earlier = [part, path.dirname(lambda)]
  await bundleWith(/lambdas\/send-deliveries\.ts$/, folder)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('the version changes with a template', async () => {
  const changed = mkdtempSync(path.join(tmpdir(), 'bundles-'))
  onTestFinished(() => rmSync(changed, { recursive: true, force: true }))
  await bundleWith(/dist\/templates\/pages\.mjs$/, changed)
  expect(versionOf(changed)).toBeDefined()
  expect(versionOf(changed)).not.toBe(versionOf(dist))
})

test('files of earlier builds are removed', () => {
  expect(earlier.filter((each) => existsSync(each))).toEqual([])
  expect(existsSync(path.join(folder, 'ingest-article', 'index.mjs'))).toBe(true)
})

test('the version depends on nothing else, and not on the folders of the machine', () => {
  expect(read(folder, 'send-deliveries')).not.toBe(read(dist, 'send-deliveries'))
  expect(versionOf(folder)).toBe(versionOf(dist))
  for (const lambda of publishers) {
    expect(read(folder, lambda)).toBe(read(dist, lambda))
    expect(read(folder, lambda)).not.toContain(root)
  }
})
