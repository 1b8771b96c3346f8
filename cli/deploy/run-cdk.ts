import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createRequire } from 'node:module'
import path from 'node:path'
import type { Connection } from '../../aws/clients.ts'

const cdk = createRequire(import.meta.url).resolve('aws-cdk/bin/cdk')

/** Runs the project's own version of `cdk`. Returns its exit code. @param output the file descriptor for what it prints */
export async function runCdk(args: readonly string[], place: Connection, output: 1 | 2): Promise<number> {
  const { region, profile } = place
  const child = spawn(process.execPath, [cdk, ...args], {
    cwd: path.resolve(import.meta.dirname, '../..'), // where cdk.json is
    stdio: ['inherit', output, 'inherit'],
    env: { ...process.env, ...(region && { AWS_REGION: region }), ...(profile && { AWS_PROFILE: profile }) },
  })
  const [code] = await once(child, 'exit')
  return typeof code === 'number' ? code : 1
}
