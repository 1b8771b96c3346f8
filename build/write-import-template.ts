import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { type ImportableTemplate, listResourcesToImport, type Output, reduceTemplate } from './import-template.ts'
import { readPublication } from './read-publication.ts'

/**
 * Writes what CloudFormation needs to import the buckets and tables of a deleted stack into a new one. The first argument is
 * a file with the outputs of the deleted stack. `npm run synth` must have run.
 */
const [file] = process.argv.slice(2)
if (file === undefined) throw new Error('Name the file with the outputs of the deleted stack.')
const folder = path.resolve(import.meta.dirname, '..', 'cdk.out')
const { stack } = await readPublication()

// CDK and the AWS CLI wrote these files.
const template = JSON.parse(readFileSync(path.join(folder, `${stack}.template.json`), 'utf8')) as ImportableTemplate
const outputs = JSON.parse(readFileSync(file, 'utf8')) as readonly Output[]

write('import-template.json', reduceTemplate(template))
write('import-resources.json', listResourcesToImport(template, outputs))

function write(name: string, content: unknown): void {
  writeFileSync(path.join(folder, name), `${JSON.stringify(content, undefined, 2)}\n`)
  process.stdout.write(`cdk.out/${name}\n`)
}
