import { readdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { build as bundle } from 'esbuild'

/** Bundles each script at the top of `source` into a string of the module `target`, for the Lambda that publishes it. */
export async function buildScripts(source: string, target: string): Promise<void> {
  const entries = await readdir(source, { withFileTypes: true })
  const names = entries.filter((entry) => entry.isFile()).map(({ name }) => path.basename(name, '.ts'))
  const codes = await Promise.all(names.map((name) => bundleScript(path.join(source, `${name}.ts`))))
  await writeFile(
    `${target}.mjs`,
    names.map((name, index) => `export const ${name} = ${JSON.stringify(codes[index])}\n`).join(''),
  )
  await writeFile(`${target}.d.mts`, names.map((name) => `export declare const ${name}: string\n`).join(''))
}

async function bundleScript(file: string): Promise<string> {
  const { outputFiles } = await bundle({
    entryPoints: [file],
    bundle: true,
    minify: true,
    format: 'esm',
    target: ['chrome111', 'firefox115', 'safari16.4'],
    legalComments: 'inline',
    write: false,
  })
  return outputFiles[0]?.text ?? ''
}
