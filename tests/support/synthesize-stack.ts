import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { App } from 'aws-cdk-lib'
import { Template } from 'aws-cdk-lib/assertions'
import { build } from '../../build/build.ts'
import { readPublication } from '../../build/read-publication.ts'
import type { Publication } from '../../core/publication.ts'
import { PostriderStack } from '../../infra/stack.ts'

/** Synthesizes the stack of publication.json with some settings changed. Returns its template. */
export async function synthesizeStack(changes: Partial<Publication> = {}): Promise<Template> {
  await build() // the stack names the folders of the bundles
  const outdir = mkdtempSync(path.join(tmpdir(), 'postrider-synth-'))
  try {
    const publication = { ...(await readPublication()), ...changes }
    const app = new App({ outdir, analyticsReporting: false })
    return Template.fromStack(new PostriderStack(app, publication.stack, publication))
  } finally {
    rmSync(outdir, { recursive: true, force: true })
  }
}
