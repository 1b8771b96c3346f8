import { createIdentities } from '../src/endpoint/identities.ts'

/** The operator's credentials in these tests. */
export const operator = { accessKeyId: 'operator', secretAccessKey: 'x' }
/** The callers of an endpoint: only the operator. */
export const identities = createIdentities()
identities.add('operator', operator)
