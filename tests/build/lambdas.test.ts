import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Plugin } from 'esbuild'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { build } from '../../build/build.ts'
import { bundleLambdas } from '../../build/lambdas.ts'
import { publishers } from '../../core/deployment/publishers.ts'

const root = path.resolve(import.meta.dirname, '../..')

const dist = path.join(root, 'dist', 'lambdas')
const read = (folder: string, lambda: string) => readFileSync(path.join(folder, lambda, 'index.mjs'), 'utf8')
const versionOf = (folder: string) =>
  /release:\{version:"([0-9a-f]{16})"/.exec(read(folder, 'complete-deployment'))?.[1]

function temporaryFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'bundles-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** Bundles all Lambdas with one more statement in a source. Returns their folder. */
async function bundleWith(file: RegExp): Promise<string> {
  const folder = temporaryFolder()
  const plugin: Plugin = {
    name: 'change',
    setup: ({ onLoad }) =>
      onLoad({ filter: file }, ({ path: source }) => ({
        contents: `${readFileSync(source, 'utf8')}\nglobalThis.changed = true`,
        loader: source.endsWith('.ts') ? 'ts' : 'js',
      })),
  }
  await bundleLambdas(folder, [plugin])
  return folder
}

beforeAll(() => build())

test('the version changes with a template', async () => {
  const folder = await bundleWith(/dist\/templates\/pages\.mjs$/)
  expect(versionOf(folder)).toBeDefined()
  expect(versionOf(folder)).not.toBe(versionOf(dist))
})

test('files of earlier builds are removed', async () => {
  const folder = temporaryFolder()
  const [part, lambda] = [path.join(folder, 'ingest-article', 'OLD.mjs'), path.join(folder, 'old', 'index.mjs')]
  for (const file of [part, lambda]) {
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, '')
  }
  await bundleLambdas(folder)
  expect([part, path.dirname(lambda)].filter((each) => existsSync(each))).toEqual([])
  expect(existsSync(path.join(folder, 'ingest-article', 'index.mjs'))).toBe(true)
})

test('the version depends on nothing else, and not on the folders of the machine', async () => {
  const folder = await bundleWith(/lambdas\/send-deliveries\.ts$/)
  expect(read(folder, 'send-deliveries')).not.toBe(read(dist, 'send-deliveries'))
  expect(versionOf(folder)).toBe(versionOf(dist))
  for (const lambda of publishers) {
    expect(read(folder, lambda)).toBe(read(dist, lambda))
    expect(read(folder, lambda)).not.toContain(root)
  }
})
