import { randomBytes, randomInt } from 'node:crypto'

/** A key pair that signs requests. Temporary credentials have a token, which every request contains. */
export type Credentials = {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string
}

/** The caller of a user with this name. No logical id of a function contains a slash. */
export const userCaller = (name: string): string => `user/${name}`

/** Credentials and their owner: the logical id of a function, `user/<name>`, or `operator`, who may do everything. */
export type Identity = Credentials & { readonly caller: string }

/** Everyone who may call the endpoint. */
export type Identities = {
  find(accessKeyId: string): Identity | undefined
  /** Adds a caller and returns its credentials. Default: new ones like those of a Lambda function. */
  add(caller: string, credentials?: Credentials): Credentials
}

export function createIdentities(): Identities {
  const identities = new Map<string, Identity>()
  return {
    find: (accessKeyId) => identities.get(accessKeyId),
    add: (caller, credentials = temporaryCredentials()) => {
      identities.set(credentials.accessKeyId, { ...credentials, caller })
      return credentials
    },
  }
}

/** Creates a long-term key pair, like that of an IAM user. */
export function longTermCredentials(): Credentials {
  return { accessKeyId: randomKeyId('AKIA'), secretAccessKey: randomBytes(30).toString('base64') }
}

function temporaryCredentials(): Credentials {
  const secretAccessKey = randomBytes(30).toString('base64')
  return { accessKeyId: randomKeyId('ASIA'), secretAccessKey, sessionToken: randomBytes(60).toString('base64') }
}

const base32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Creates an access key id. AWS's prefixes tell long-term keys (`AKIA`) from temporary ones (`ASIA`). */
function randomKeyId(prefix: 'AKIA' | 'ASIA'): string {
  return prefix + Array.from({ length: 16 }, () => base32[randomInt(base32.length)]).join('')
}
