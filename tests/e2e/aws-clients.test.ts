import { execFile, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, type TestContext, test } from 'vitest'
import { type LocalProcess, startProcess } from '../../bench/support/local-process.ts'
import { describeEnvironment } from '../../cli/start/describe-environment.ts'

// The usual operations of the AWS CLI, boto3, rclone and s3cmd, as Debian packages them. A machine may lack some of them.

const keys = { POSTRIDER_ACCESS_KEY: 'clients', POSTRIDER_SECRET_KEY: 's3cr/t+=' }
let folder: string
let local: LocalProcess

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'postrider-clients-'))
  Object.assign(process.env, keys)
  local = await startProcess(path.join(folder, 'data'), ['--no-seeds'])
  for (const name of Object.keys(keys)) delete process.env[name]
  await mkdir(path.join(folder, 'tree/sub'), { recursive: true })
  await writeFile(path.join(folder, 'tree/a.txt'), 'one')
  await writeFile(path.join(folder, 'tree/sub/ü b+c.txt'), 'two')
  await writeFile(path.join(folder, 'big.bin'), randomBytes(11_000_000))
})
afterAll(async () => {
  await local?.stop('SIGKILL')
  await rm(folder, { recursive: true, force: true })
})

/** Skips a test, and says why, if a command does not work on this machine. */
function need({ skip }: TestContext, command: string, ...words: string[]): void {
  const works = spawnSync(command, words.length > 0 ? words : ['--version'], { stdio: 'ignore' }).status === 0
  skip(!works, `${[command, ...words].join(' ')} does not work on this machine`)
}

/** Runs commands in a shell that was set up as `npm start` prints it. Returns their output and errors. */
async function run(script: string, variables: Record<string, string> = {}): Promise<string> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(AWS|RCLONE)_/.test(name))
  const env = { ...Object.fromEntries(inherited), B: local.ready.uploads, E: local.ready.aws, LANG: 'C.UTF-8' }
  // Debian 12 has clients from before 2023, which do not read the endpoint from the profile.
  const aws = 'aws() { command aws --endpoint-url $E "$@"; }'
  const lines = [describeEnvironment(local.ready.data), aws, 'exec 2>&1', script]
  const shell = promisify(execFile)('sh', ['-euc', lines.join('\n')], { cwd: folder, env: { ...env, ...variables } })
  const { stdout } = await shell.catch((error: Error & { stdout?: string }) => {
    throw new Error(`${error.message}\n${error.stdout}`)
  })
  return stdout
}

test('the ready line tells the keys that the environment set', () => {
  const [accessKeyId, secretAccessKey] = Object.values(keys)
  expect(local.ready.credentials).toEqual({ accessKeyId, secretAccessKey })
})

test('the SDK needs nothing but the files', async () => {
  const code = `import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3'
    const { Buckets } = await new S3Client().send(new ListBucketsCommand())
    console.log(Buckets.some(({ Name }) => Name === process.env.B))`
  const modules = path.resolve(import.meta.dirname, '../../node_modules')
  await symlink(modules, path.join(folder, 'node_modules'))
  await writeFile(path.join(folder, 'list.mjs'), code)
  expect(await run(`'${process.execPath}' list.mjs`)).toBe('true\n')
})

test('aws copies large files in parts, syncs folders and presigns URLs', async (context) => {
  need(context, 'aws')
  const output = await run(`
    aws s3 cp --quiet big.bin s3://$B/clients/aws/big.bin
    aws s3 cp --quiet s3://$B/clients/aws/big.bin s3://$B/clients/aws/copy.bin
    aws s3 cp --quiet s3://$B/clients/aws/copy.bin aws.bin
    cmp big.bin aws.bin && echo same
    aws s3 sync --quiet tree s3://$B/clients/aws/tree/
    aws s3 ls --recursive s3://$B/clients/aws/tree/
    aws s3 presign "s3://$B/clients/aws/tree/sub/ü b+c.txt"`)
  expect(output).toMatch(/^same\n.* 3 clients\/aws\/tree\/a.txt\n.* 3 clients\/aws\/tree\/sub\/ü b\+c.txt\n/)
  const url = output.trim().split('\n').at(-1) ?? ''
  expect(await (await fetch(url)).text()).toBe('two')
  expect((await fetch(`${url}0`)).status).toBe(403)
})

test('aws reads what the template says, and puts events', async (context) => {
  need(context, 'aws')
  const event = JSON.stringify([{ Source: 'test', DetailType: 'test', Detail: '{}' }])
  const output = await run(
    `aws s3api get-bucket-versioning --bucket $B --query Status
    aws cloudformation describe-stacks --query 'Stacks[0].StackStatus'
    aws events put-events --entries "$EVENT" --query FailedEntryCount
    table=$(aws dynamodb list-tables --query 'TableNames[0]' --output text)
    aws dynamodb describe-continuous-backups --table-name $table \\
      --query ContinuousBackupsDescription.PointInTimeRecoveryDescription.PointInTimeRecoveryStatus`,
    { EVENT: event },
  )
  expect(output).toBe('"Enabled"\n"CREATE_COMPLETE"\n0\n"ENABLED"\n')
})

test('aws is refused with a wrong secret, in another region and without a signature', async (context) => {
  need(context, 'aws')
  const output = await run(`
    ! aws s3 cp --no-sign-request tree/a.txt s3://$B/articles/forged.md
    ( export AWS_SHARED_CREDENTIALS_FILE=/dev/null AWS_ACCESS_KEY_ID=clients AWS_SECRET_ACCESS_KEY=wrong
      ! aws s3 cp tree/a.txt s3://$B/articles/forged.md
      ! aws sns list-topics )
    ! aws dynamodb list-tables --region eu-west-1
    aws s3 ls s3://$B/articles/ || true`)
  expect(output.match(/\([A-Z]\w+\)/g)).toEqual([
    '(AccessDenied)',
    '(SignatureDoesNotMatch)',
    '(SignatureDoesNotMatch)',
    '(InvalidSignatureException)',
  ])
  expect(output).not.toContain('forged.md\n')
})

test('boto3 does its usual work', async (context) => {
  need(context, 'python3', '-c', 'import boto3')
  const script = path.join(import.meta.dirname, 'boto3-story.py')
  const output = await run(`python3 '${script}' $E $B clients/boto3/ big.bin`)
  const denied = ['InvalidAccessKeyId', 'UnrecognizedClientException', 'InvalidClientTokenId']
  expect(JSON.parse(output.trim().split('\n').at(-1) ?? '')).toEqual({
    ...{ copied: true, parts: 3, encryption: 'AES256' },
    ...{ deleted: 'NoSuchKey', old: 'one', versions: [2, 1], restored: 'two' },
    ...{ public: 'AccessControlListNotSupported', presigned: 'two', tampered: 403 },
    ...{ form: [204, 400], posted: 'posted' },
    ...{ table: true, who: 'arn:aws:iam::000000000000:user/operator' },
    'wrong secret': ['SignatureDoesNotMatch', 'InvalidSignatureException', 'SignatureDoesNotMatch'],
    'unknown key': denied,
    anonymous: ['AccessDenied', 'AccessDenied'],
  })
})

test('rclone copies, syncs, checks and links files, and sees their versions', async (context) => {
  need(context, 'rclone', 'version')
  const remote = {
    RCLONE_CONFIG: '/dev/null',
    RCLONE_CONFIG_LOCAL_TYPE: 's3',
    RCLONE_CONFIG_LOCAL_PROVIDER: 'Other',
    RCLONE_CONFIG_LOCAL_ENV_AUTH: 'true',
    RCLONE_CONFIG_LOCAL_REGION: 'us-east-1',
    RCLONE_CONFIG_LOCAL_ENDPOINT: local.ready.aws,
    RCLONE_RETRIES: '1',
    RCLONE_LOW_LEVEL_RETRIES: '1',
  }
  const output = await run(
    `R=local:$B/clients/rclone
    rclone copy -q tree $R/tree
    rclone check -q --download tree $R/tree && echo same
    rclone copyto -q --s3-upload-cutoff 5M --s3-chunk-size 5M big.bin $R/big.bin
    rclone copyto -q --s3-copy-cutoff 6M $R/big.bin $R/copy.bin
    rclone cat $R/copy.bin | cmp big.bin - && echo copied
    rclone sync -q tree/sub $R/tree
    rclone lsf -R $R/tree
    rclone lsf -R --s3-versions --files-only $R/tree | grep -c -- -v
    rclone copy -q --s3-acl bucket-owner-full-control --s3-server-side-encryption AES256 tree $R/acl
    rclone backend versioning local:$B
    ! rclone copy -q --s3-acl public-read tree $R/public
    ! RCLONE_CONFIG_LOCAL_ENV_AUTH=false rclone lsf local:$B
    rclone link -q --expire 60s "$R/tree/ü b+c.txt"`,
    remote,
  )
  expect(output).toMatch(/^same\ncopied\nü b\+c.txt\n2\nEnabled\n/)
  expect(output).toContain('AccessControlListNotSupported')
  expect(output).toContain('AccessDenied')
  expect(await (await fetch(output.trim().split('\n').at(-1) ?? '')).text()).toBe('two')
})

test('s3cmd puts, copies, syncs and describes files', async (context) => {
  need(context, 's3cmd')
  const { host } = new URL(local.ready.aws)
  const settings = [`access_key = ${keys.POSTRIDER_ACCESS_KEY}`, `secret_key = ${keys.POSTRIDER_SECRET_KEY}`]
  const addresses = [`host_base = ${host}`, `host_bucket = ${host}`, 'use_https = False', 'bucket_location = us-east-1']
  const config = path.join(folder, 's3cfg')
  await writeFile(config, ['[default]', ...settings, ...addresses, ''].join('\n'))
  const output = await run(`
    S='s3cmd -c ${config} --no-progress'
    P=s3://$B/clients/s3cmd
    $S put --multipart-chunk-size-mb=5 big.bin $P/big.bin
    $S cp $P/big.bin $P/copy.bin
    $S get --force $P/copy.bin s3cmd.bin
    cmp big.bin s3cmd.bin && echo 'the same content'
    $S sync tree/ $P/tree/
    $S ls -r $P/tree/
    $S info $P/tree/a.txt
    $S modify --add-header=x-amz-meta-a:1 $P/tree/a.txt
    $S setacl --acl-private $P/tree/a.txt
    $S getlifecycle s3://$B
    ! $S put --acl-public tree/a.txt $P/public.txt
    ! $S ls --secret_key=wrong $P
    $S del -r --force $P/`)
  expect(output).toContain('the same content')
  expect(output).toContain('clients/s3cmd/tree/sub/ü b+c.txt')
  expect(output).toMatch(/SSE: +AES256/)
  expect(output).toContain('<NoncurrentDays>90</NoncurrentDays>')
  expect(output).toContain('AccessControlListNotSupported')
  expect(output).toContain('SignatureDoesNotMatch')
})
