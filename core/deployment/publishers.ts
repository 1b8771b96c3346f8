import type { LambdaName } from '../environment.ts'

/**
 * The Lambdas that decide what is published: with their code, and with the templates, locales and publication.json in their
 * bundles. A hash of their bundles is the version of a deployment.
 */
export const publishers: readonly LambdaName[] = ['ingest-article', 'publish-files', 'publish-site']
