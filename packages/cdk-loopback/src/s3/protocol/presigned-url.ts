/** Query parameters that authenticate a presigned URL. They are no input of an operation. */
const authenticationParameters = new Set([
  'x-amz-algorithm',
  'x-amz-credential',
  'x-amz-date',
  'x-amz-expires',
  'x-amz-signedheaders',
  'x-amz-signature',
  'x-amz-security-token',
])

/** `name` in lower case. */
export function isAuthenticationParameter(name: string): boolean {
  return authenticationParameters.has(name)
}
