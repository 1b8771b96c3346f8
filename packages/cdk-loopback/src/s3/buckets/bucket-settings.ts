/** What the template says about a bucket. Where it says nothing, a bucket has the defaults of new buckets at S3. */
export type BucketSettings = {
  readonly versioning?: Versioning
  readonly encryption?: Encryption
  readonly ownership?: Ownership
  readonly publicAccess?: PublicAccess
  readonly lifecycle?: readonly LifecycleRule[]
  readonly notifications?: readonly QueueNotification[]
  /** True if every event also goes to the default event bus. */
  readonly eventBridge?: boolean
  /** The bucket policy as JSON. */
  readonly policy?: string
  readonly tags?: readonly { readonly key: string; readonly value: string }[]
}

export type Versioning = 'Enabled' | 'Suspended'
export type Ownership = 'BucketOwnerEnforced' | 'BucketOwnerPreferred' | 'ObjectWriter'

/** How objects are encrypted unless a request says otherwise. */
export type Encryption = {
  readonly algorithm: 'AES256' | 'aws:kms' | 'aws:kms:dsse'
  /** ARN or id of the KMS key. Default: the key that AWS manages for S3. */
  readonly key?: string
  readonly bucketKey: boolean
}

export type PublicAccess = {
  readonly BlockPublicAcls: boolean
  readonly IgnorePublicAcls: boolean
  readonly BlockPublicPolicy: boolean
  readonly RestrictPublicBuckets: boolean
}

/** The name of an element of the lifecycle document and its content, as S3 writes it. */
export type LifecycleElement = readonly [name: string, content: string | readonly LifecycleElement[]]
export type LifecycleRule = readonly LifecycleElement[]

export type QueueNotification = {
  readonly id: string
  readonly events: readonly string[]
  readonly prefix: string
  readonly suffix: string
  readonly queueArn: string
}

export const defaultEncryption: Encryption = { algorithm: 'AES256', bucketKey: false }

export const defaultPublicAccess: PublicAccess = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
}
